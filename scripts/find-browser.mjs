// Where is a Chromium or a Firefox that tests can drive? Prefers what is there; on Debian as root it installs one.
// As a command it prints the path (`node scripts/find-browser.mjs firefox`); as a module it gives `findBrowser()` and `launchOptions()`.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, getuid, platform } from 'node:process';
import { pathToFileURL } from 'node:url';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

const browsers = {
  chromium: {
    title: 'a Chrome, Chromium or Edge',
    variable: 'CHROME_PATH',
    commands: [
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      'microsoft-edge-stable',
      'microsoft-edge',
    ],
    macPrograms: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `${name}.app/Contents/MacOS/${name}`,
    ),
    windowsPrograms: [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ],
    /** Pictures of Chinese pages are empty boxes without the fonts. */
    debianPackages: ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
    /** What it needs to be quiet, and as root to start at all. */
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  },
  firefox: {
    title: 'a Firefox',
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    macPrograms: ['Firefox.app/Contents/MacOS/firefox'],
    windowsPrograms: ['Mozilla Firefox\\firefox.exe'],
    debianPackages: ['firefox-esr', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
    /** Lets tests say what the shopper's system prefers (./firefox-launcher.mjs). */
    args: ['--remote-allow-system-access'],
  },
};

/**
 * Returns the path of a browser: the one that `CHROME_PATH` or `FIREFOX_PATH` names, else an installed one, else (on Debian as root)
 * one that it installs. Throws an error that says what to do where there is none.
 */
export function findBrowser(name = 'chromium') {
  const { title, variable, debianPackages } = browsers[name];
  const named = env[variable];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`${variable} is "${named}", and no file is there.`);
  }
  const installed = findInstalled(name);
  if (installed) return installed;
  if (canInstallDebianPackages() && !isUbuntu()) {
    console.error(`${title} is not here: installing it with apt-get …`);
    installDebianPackages(...debianPackages);
    const fresh = findInstalled(name);
    if (fresh) return fresh;
  }
  throw new Error(
    `The tests need ${title}. Install one, or set ${variable} to its program, and run the command again.`,
  );
}

/** Returns the options for `puppeteer.launch()`: which browser, headless, quiet, and without the sandbox only as root. */
export function launchOptions(name = 'chromium') {
  return {
    browser: name === 'chromium' ? 'chrome' : name,
    executablePath: findBrowser(name),
    headless: true,
    args: browsers[name].args,
  };
}

function findInstalled(name) {
  return candidates(browsers[name]).find((path) => existsSync(path));
}

function candidates({ commands, macPrograms, windowsPrograms }) {
  if (platform === 'darwin') {
    return ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap((folder) =>
      macPrograms.map((program) => join(folder, program)),
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

/** Ubuntu's packages are only pointers to snaps, which do not run in a container. */
function isUbuntu() {
  return /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    console.log(findBrowser(argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
