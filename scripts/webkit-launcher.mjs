// Runs the element tests in WebKit: WebKitGTK's own small browser on a display without a screen, driven by WebDriver. To the runner's
// commands (`sendKeys`, `sendMouse`, `setViewport`, `emulateMedia`) it is one of puppeteer's pages, with the few methods that they call.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findWebkit } from './find-webkit.mjs';

const viewport = { width: 800, height: 600 };
const screen = { width: 2560, height: 1600 };
const startTimeoutMs = 15_000;
const pollMs = 20;

/** WebDriver's names of the keys that write nothing. */
const keys = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
};
const buttons = ['left', 'middle', 'right'];

/** What a desktop may prefer, beside the opposite. */
const preferences = { 'prefers-reduced-motion': 'reduce', 'prefers-color-scheme': 'dark' };

/** Returns the launcher; throws where there is no WebKit. */
export function webkitLauncher() {
  const programs = findWebkit();
  let started;
  let active;
  return {
    name: 'WebKit',
    // What the commands ask for: see above.
    type: 'puppeteer',
    // There is one window.
    concurrency: 1,
    async startSession(id, url) {
      const { page } = await (started ??= start(programs));
      active = { id, page };
      await page.setViewport(viewport);
      await page.goto(url);
    },
    isActive: (id) => active?.id === id,
    getPage: () => active.page,
    getBrowserUrl: () => active.page.url(),
    async stopSession() {
      const { page } = active;
      active = undefined;
      // Ends whatever still runs there.
      await page.goto('about:blank');
      return {};
    },
    startDebugSession() {
      throw new Error('There is no debugging in WebKit here.');
    },
    async stop() {
      const running = started;
      started = undefined;
      await (await running)?.end();
    },
  };
}

/** Starts the display, the settings of its desktop, the driver and the browser. */
async function start(programs) {
  const folder = await mkdtemp(join(tmpdir(), 'couponkit-webkit-'));
  const processes = [];
  const endAll = () => {
    for (const child of processes) child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', endAll);
  const run = (program, words, options) => {
    const child = spawn(program, words, { stdio: 'ignore', ...options });
    processes.unshift(child);
    return child;
  };

  // It chooses a free number, and tells it.
  const display = run(
    programs.display,
    ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', `${screen.width}x${screen.height}x24`],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const [number] = await once(display.stdio[3], 'data');
  const env = { ...process.env, DISPLAY: `:${String(number).trim()}` };
  const settingsFile = join(folder, 'settings');
  await writeFile(settingsFile, describeDesktop({}));
  const settings = run(programs.settings, ['-c', settingsFile], { env });
  const port = await findFreePort();
  run(programs.driver, [`--port=${port}`], { env });
  const ask = await openSession(`http://127.0.0.1:${port}`);
  await openBareWindow(ask);

  return {
    page: createPage(ask, async (features) => {
      await writeFile(settingsFile, describeDesktop(features));
      settings.kill('SIGHUP');
    }),
    async end() {
      await ask('DELETE', '').finally(endAll);
      process.off('exit', endAll);
    },
  };
}

function describeDesktop(preferred) {
  const theme = preferred['prefers-color-scheme'] ? 'Adwaita-dark' : 'Adwaita';
  return `Gtk/EnableAnimations ${Number(!preferred['prefers-reduced-motion'])}\nNet/ThemeName "${theme}"\n`;
}

/** Resolves to what sends a command of this session. */
async function openSession(origin) {
  const ask = async (method, path, body) => {
    const answer = await fetch(origin + path, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebKit: ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      const { sessionId } = await ask('POST', '/session', { capabilities: {} });
      return (method, path, body) => ask(method, `/session/${sessionId}${path}`, body);
    } catch (error) {
      if (error.cause?.code !== 'ECONNREFUSED' || Date.now() > deadline) throw error;
      await wait(pollMs);
    }
  }
}

/** A window that a page opens has no bars: its size is the size of the page, down to 334 pixels. Pages may open one at a click only. */
async function openBareWindow(ask) {
  const opener = `<button onclick="open('about:blank', '', 'popup')">open</button>`;
  await ask('POST', '/url', { url: `data:text/html,${encodeURIComponent(opener)}` });
  const first = await ask('GET', '/window');
  const [button] = await until(
    () => ask('POST', '/elements', { using: 'css selector', value: 'button' }),
    (found) => found.length > 0,
  );
  await ask('POST', `/element/${Object.values(button)[0]}/click`, {});
  const handles = await until(
    () => ask('GET', '/window/handles'),
    (found) => found.length > 1,
  );
  await ask('POST', '/window', { handle: handles.find((handle) => handle !== first) });
}

function createPage(ask, setDesktop) {
  const act = (source, ...actions) =>
    ask('POST', '/actions', { actions: [{ id: source.type, ...source, actions }] });
  const key = (type, name) => {
    const value = keys[name] ?? name;
    if ([...value].length !== 1) throw new Error(`No key "${name}".`);
    return { type, value };
  };
  const keyboard = { type: 'key' };
  const pointer = { type: 'pointer', parameters: { pointerType: 'mouse' } };
  const move = (x, y) => ({ type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) });
  const button = (type, { button = 'left' } = {}) => ({ type, button: buttons.indexOf(button) });
  const run = (script, ...args) => ask('POST', '/execute/sync', { script, args });
  const preferred = {};

  return {
    goto: (url) => ask('POST', '/url', { url }),
    url: () => ask('GET', '/url'),
    /** No window manager gives the focus here: it is where the pointer is, in the middle of the screen. */
    async setViewport({ width, height }) {
      const [x, y] = [(screen.width - width) >> 1, (screen.height - height) >> 1];
      const given = await ask('POST', '/window/rect', { x, y, width, height });
      await until(
        () => run('return [innerWidth, innerHeight]'),
        ([width, height]) => width === given.width && height === given.height,
      );
    },
    async emulateMediaFeatures(features) {
      for (const { name, value } of features) preferred[name] = value === preferences[name];
      const scheme = 'prefers-color-scheme';
      // A change of motion reaches styles with the next change of colours only: they go there and back.
      for (const isDark of [!preferred[scheme], Boolean(preferred[scheme])]) {
        const desktop = { ...preferred, [scheme]: isDark };
        await setDesktop(desktop);
        for (const [name, holds] of Object.entries(desktop)) {
          await until(
            () => run('return matchMedia(arguments[0]).matches', `(${name}: ${preferences[name]})`),
            (matches) => matches === holds,
          );
        }
      }
    },
    emulateMediaType() {
      throw new Error('WebKit has no way to say which medium it shows.');
    },
    keyboard: {
      type: (text) =>
        act(keyboard, ...[...text].flatMap((letter) => [key('keyDown', letter), key('keyUp', letter)])),
      press: (name) => act(keyboard, key('keyDown', name), key('keyUp', name)),
      down: (name) => act(keyboard, key('keyDown', name)),
      up: (name) => act(keyboard, key('keyUp', name)),
    },
    mouse: {
      move: (x, y) => act(pointer, move(x, y)),
      click: (x, y, options) =>
        act(pointer, move(x, y), button('pointerDown', options), button('pointerUp', options)),
      down: (options) => act(pointer, button('pointerDown', options)),
      up: (options) => act(pointer, button('pointerUp', options)),
    },
  };
}

async function until(ask, holds) {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`WebKit did not come to ${holds}.`);
    await wait(pollMs);
  }
}

async function findFreePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
