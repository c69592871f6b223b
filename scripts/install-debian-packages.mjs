// Tests bring what they drive: on Debian and its kin, as root (in a container, on a CI machine), apt installs it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { env, getuid, platform } from 'node:process';

/** Whether `installDebianPackages` can do anything here. */
export function canInstallDebianPackages() {
  return platform === 'linux' && getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** Installs the packages, and waits for another apt that is at work. Throws where apt fails. */
export function installDebianPackages(...packages) {
  const apt = (...words) =>
    execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...words], {
      // Standard output belongs to whoever asked.
      stdio: ['ignore', 2, 2],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...packages);
}
