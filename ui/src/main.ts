// Starts the interface on the backend that is there.
import { mount } from 'svelte';
import App from './App.svelte';
import type { Backend } from './ipc/backend';
import { tauriBackend } from './ipc/tauri';
import { Session } from './state/session.svelte';
import './styles/base.css';

/** In a plain browser, while developing or looking at pictures, there is no shell: then an invented one answers. */
async function backend(): Promise<Backend> {
  if (import.meta.env.MODE === 'fake' || (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window))) {
    const { scene } = await import('./ipc/fake-scenes');
    return scene(new URLSearchParams(location.search));
  }
  return tauriBackend;
}

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element "app".');

const session = new Session(await backend());
mount(App, { target, props: { session } });
// The book face is fetched before the first transcript needs it, so that no text changes its face under the eye.
void document.fonts.load('1em "Literata Variable"');
void session.start();
