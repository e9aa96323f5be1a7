// Compiles the messages before the tests, in a process of its own: the compiler's timers would hold the tests up.
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  execFileSync(process.execPath, ['messages.js'], { stdio: 'inherit' });
}
