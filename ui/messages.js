// Where the messages are and what they are compiled to; run by itself, it compiles them.
import { compile } from '@inlang/paraglide-js';

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const MESSAGES = {
  project: './project.inlang',
  outdir: './paraglide',
  // The interface itself says which language it is: state/language.svelte.ts.
  strategy: ['baseLocale'],
  // A file a language, not one a message.
  outputStructure: 'locale-modules',
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
};

if (process.argv[1] === import.meta.filename) await compile(MESSAGES);
