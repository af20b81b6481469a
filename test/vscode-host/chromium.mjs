// Finds the browser that shows the VS Code server's page; on Debian as root, installs it.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { canInstall, installWithApt, isFile, onPath } from './debianPackages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge', 'microsoft-edge'];

/** @returns {string | undefined} the path of a Chromium-based browser */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (isFile(named)) return named;
    throw new Error(
      `CHROMIUM names "${named}", which is not a file; set it to the path of a Chromium, Chrome or Edge.`,
    );
  }
  return candidates().find(isFile);
}

/** @returns {Promise<string>} the path of a Chromium-based browser, installed now if need be and possible */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (canInstall()) {
    if (!(await installWithApt(['chromium']))) {
      throw new Error(
        'apt-get could not install chromium (its messages are above); install a Chromium-based browser and set CHROMIUM to its path.',
      );
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium-based browser was found; install Chromium, Chrome or Edge (Debian: apt-get install chromium), or set CHROMIUM to the path of one.',
  );
}

/**
 * @param {string} executablePath
 * @returns {import('playwright-core').LaunchOptions}
 */
export function chromiumLaunchOptions(executablePath) {
  return {
    executablePath,
    headless: true,
    // Whoever launches it decides what a signal means; Playwright's own exit handler still ends the browser.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      '--no-sandbox', // as root there is no other way, and only our own page is shown
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

/** @returns {string[]} */
function candidates() {
  const found = NAMES.flatMap((name) => onPath(process.platform === 'win32' ? `${name}.exe` : name) ?? []);
  if (process.platform === 'darwin') {
    const apps = { Chromium: 'Chromium', 'Google Chrome': 'Google Chrome', 'Microsoft Edge': 'Microsoft Edge' };
    for (const [app, program] of Object.entries(apps)) {
      found.push(path.join('/Applications', `${app}.app`, 'Contents/MacOS', program));
    }
  }
  if (process.platform === 'win32') {
    const { ProgramFiles, LOCALAPPDATA } = process.env;
    for (const base of [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA]) {
      if (!base) continue;
      found.push(
        path.join(base, 'Google/Chrome/Application/chrome.exe'),
        path.join(base, 'Chromium/Application/chrome.exe'),
        path.join(base, 'Microsoft/Edge/Application/msedge.exe'),
      );
    }
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.stdout.write(`${await ensureChromium()}\n`);
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 2;
  }
}
