// Where is a Chromium that tests can drive? Prefers what is there; on Debian as root it installs one.
// As a command it prints the path; as a module it gives `findBrowser()` and `launchOptions()`.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, getuid, platform } from 'node:process';
import { pathToFileURL } from 'node:url';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

/** What a headless Chromium needs to be quiet, and as root to start at all. */
const quietly = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Pictures of Chinese pages are empty boxes without the fonts. */
const debianPackages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

/**
 * Returns the path of a Chrome, Chromium or Edge: `CHROME_PATH` where it is set, else an installed one, else (on Debian as root)
 * one that it installs. Throws an error that says what to do where there is none.
 */
export function findBrowser() {
  if (env.CHROME_PATH) {
    if (existsSync(env.CHROME_PATH)) return env.CHROME_PATH;
    throw new Error(`CHROME_PATH is "${env.CHROME_PATH}", and no file is there.`);
  }
  const installed = findInstalled();
  if (installed) return installed;
  if (canInstallDebianPackages() && !isUbuntu()) {
    console.error('No browser found: installing Chromium with apt-get …');
    installDebianPackages(...debianPackages);
    const fresh = findInstalled();
    if (fresh) return fresh;
  }
  throw new Error(
    'The tests need a Chrome, Chromium or Edge. Install one, or set CHROME_PATH to its program, and run the command again.',
  );
}

/** Returns the options for `puppeteer.launch()`: which browser, headless, quiet, and without the sandbox only as root. */
export function launchOptions() {
  return {
    executablePath: findBrowser(),
    headless: true,
    args: [...quietly, ...(getuid?.() === 0 ? ['--no-sandbox'] : [])],
  };
}

function findInstalled() {
  return candidates().find((path) => existsSync(path));
}

function candidates() {
  if (platform === 'darwin') {
    return ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap((folder) =>
      macApplications.map((name) => join(folder, `${name}.app/Contents/MacOS/${name}`)),
    );
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => windowsPrograms.map((program) => join(folder, program)));
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return commands.flatMap((command) => folders.map((folder) => join(folder || '.', command)));
}

/** Ubuntu's package is only a pointer to a snap, which does not run in a container. */
function isUbuntu() {
  return /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    console.log(findBrowser());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
