// Where are the programs that drive a WebKit on Linux (WebKitGTK's driver, and a display without a screen)? Prefers what is there;
// on Debian and its kin as root it installs them. As a command it prints the path of the driver.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

/** The program and the Debian package that brings it. */
const programs = {
  driver: ['WebKitWebDriver', 'webkit2gtk-driver'],
  display: ['Xvfb', 'xvfb'],
  /** Tells the browser what the shopper's desktop prefers: dark, less motion. */
  settings: ['xsettingsd', 'xsettingsd'],
};

/** Returns the paths of the three programs; throws an error that says what to do where one is missing. */
export function findWebkit() {
  if (missing().length > 0 && canInstallDebianPackages()) {
    console.error('WebKit is not here: installing it with apt-get …');
    installDebianPackages(...missing().map(([, debianPackage]) => debianPackage), 'fonts-noto-cjk');
  }
  if (missing().length > 0) {
    const [names, packages] = [0, 1].map((column) => missing().map((row) => row[column]));
    throw new Error(
      `Tests in WebKit need ${names.join(', ')} (on Debian and Ubuntu: apt-get install ${packages.join(' ')}).`,
    );
  }
  return Object.fromEntries(Object.entries(programs).map(([role, [name]]) => [role, pathOf(name)]));
}

function missing() {
  return Object.values(programs).filter(([name]) => !pathOf(name));
}

function pathOf(name) {
  return [...(env.PATH ?? '').split(delimiter), '/usr/bin']
    .map((folder) => join(folder || '.', name))
    .find((path) => existsSync(path));
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    console.log(findWebkit().driver);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
