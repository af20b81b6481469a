import * as vscode from 'vscode';
import { handlerModules } from '../../core/handlers/handlerCode';
import { readHandlers } from '../../core/handlers/readHandlers';
import type { CheckPool } from '../../disk/checkPool';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { requireTrust } from '../host/trust';
import { HANDLER_COMMANDS } from './handlerContract';
import { findHandlerFiles, isHandlerFile } from './handlerFiles';
import { handlerText } from './handlerText';

/** The folder of a 4D project whose JavaScript modules stand in for its classes and methods. */
const CODE_FOLDER = 'WebCode';
const TYPES = '4d-web-code.d.ts';
/** Lets the editor check and complete the modules with the types next to them. */
const JSCONFIG = {
  compilerOptions: {
    checkJs: true,
    target: 'ES2023',
    lib: ['ES2023'],
    module: 'NodeNext',
    maxNodeModuleJsDepth: 0,
  },
  include: ['**/*'],
};

/**
 * Registers *Create Handler Code*. It makes a module for each class that HTTPHandlers.json names and that has none yet,
 * and the types for completing `Session` in the editor. Existing files stay as they are, except the types.
 */
export function registerCreateCode(commands: CommandRegistry, pool: CheckPool, extensionUri: vscode.Uri): void {
  commands.register(HANDLER_COMMANDS.handlerCreateCode, async (given?: vscode.Uri) => {
    requireTrust();
    const file = given instanceof vscode.Uri && isHandlerFile(given) ? given : await chooseFile(pool);
    if (!file) return;
    const text = (await handlerText(file)) ?? '';
    const folder = vscode.Uri.joinPath(file, '../../..', CODE_FOLDER);
    const made = await writeModules(folder, text);
    const types = vscode.Uri.joinPath(extensionUri, 'media/types', TYPES);
    await vscode.workspace.fs.copy(types, vscode.Uri.joinPath(folder, TYPES), { overwrite: true });
    const config = vscode.Uri.joinPath(folder, 'jsconfig.json');
    if (!(await exists(config))) await write(config, `${JSON.stringify(JSCONFIG, undefined, 2)}\n`);
    const [first] = made;
    if (first) await vscode.window.showTextDocument(first);
    else void vscode.window.showInformationMessage(l10n.t('Every handler class has its module in {0}.', CODE_FOLDER));
  });
}

async function chooseFile(pool: CheckPool): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && isHandlerFile(active)) return active;
  const files = await findHandlerFiles(pool);
  if (files.length === 0) throw new Error(l10n.t('There is no Project/Sources/HTTPHandlers.json in this workspace.'));
  if (files.length === 1) return files[0];
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await pick(items, { title: l10n.t('Create Handler Code') }))?.uri;
}

/** @returns the modules that it made */
async function writeModules(folder: vscode.Uri, handlers: string): Promise<vscode.Uri[]> {
  await vscode.workspace.fs.createDirectory(folder);
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name.toLowerCase());
  const made: vscode.Uri[] = [];
  for (const { className, text } of handlerModules(readHandlers(handlers).entries)) {
    const own = ['js', 'mjs', 'cjs'].map((extension) => `${className}.${extension}`.toLowerCase());
    if (own.some((name) => names.includes(name))) continue;
    // The ending makes it an ES module, whatever a package.json above it says.
    const file = vscode.Uri.joinPath(folder, `${className}.mjs`);
    await write(file, text);
    made.push(file);
  }
  return made;
}

async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
