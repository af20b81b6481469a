import * as vscode from 'vscode';
import type { Json } from '../../../core/json/json';
import { parseJson } from '../../../core/json/parseJson';
import {
  isContainer,
  type JsonObject,
  type JsonPath,
  keysOf,
  withoutValueAt,
  withValueAt,
} from '../../../core/systems/web/storageEdit';
import { WEB_CALLS } from '../../../core/systems/web/webCalls';
import type { CommandRegistry } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import type { ServerNode } from '../../server/serverNode';
import { WEB_COMMANDS } from './webContract';
import type { WebNode } from './webNode';
import { sessionFor, valueFor, type WebParts } from './webTargets';

/** Registers the commands that change the storage of a web session. */
export function registerWebStorageCommands(commands: CommandRegistry, parts: WebParts): void {
  commands.register(WEB_COMMANDS.webEditValue, async (node?: ServerNode) => {
    const title = l10n.t('Edit Value');
    const target = await valueFor(parts, node, title, (_, path) => path.length > 0);
    if (!target) return;
    const value = await askJson(`${title}: ${target.path.join(' › ')}`, JSON.stringify(target.value));
    if (value) await change(parts, target.session.id, (storage) => withValueAt(storage, target.path, value.json));
  });
  commands.register(WEB_COMMANDS.webAddValue, async (node?: ServerNode) => {
    const title = l10n.t('Add Value');
    const target = await valueFor(parts, node, title, isContainer);
    if (!target) return;
    const key = Array.isArray(target.value) ? String(target.value.length) : await askKey(title, target.value);
    if (key === undefined) return;
    const path: JsonPath = [...target.path, key];
    const value = await askJson(`${title}: ${path.join(' › ')}`, '""');
    if (value) await change(parts, target.session.id, (storage) => withValueAt(storage, path, value.json));
  });
  commands.register(WEB_COMMANDS.webRemoveValue, async (node?: ServerNode) => {
    const target = await valueFor(parts, node, l10n.t('Remove Value'), (_, path) => path.length > 0);
    if (target) await change(parts, target.session.id, (storage) => withoutValueAt(storage, target.path));
  });
}

/**
 * The control API takes the whole storage, so it is read again right before the change: the user may have taken a
 * while.
 */
async function change(parts: WebParts, id: string, edit: (storage: Json) => Json): Promise<void> {
  const row: WebNode = { kind: 'webSession', id };
  const target = await sessionFor(parts, row);
  if (!target) return;
  await target.client.ask(WEB_CALLS.change(id, { storage: edit(target.session.storage) as JsonObject }));
}

async function askKey(title: string, value: Json): Promise<string | undefined> {
  const taken = keysOf(value);
  return vscode.window.showInputBox({
    title,
    prompt: l10n.t('Its key.'),
    validateInput: (key) => {
      if (key === '') return l10n.t('A key is needed.');
      return taken.includes(key) ? l10n.t('There is one with this key; edit that.') : undefined;
    },
  });
}

/** The result is wrapped in an object, because null is valid JSON too. */
async function askJson(title: string, before: string): Promise<{ readonly json: Json } | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value: before,
    prompt: l10n.t('Any JSON, such as "text", 12.5, true, null, [1, 2] or {"a": 1}.'),
    validateInput: (input) => (read(input) ? undefined : l10n.t('This is not JSON; a text stands in double quotes.')),
  });
  return text === undefined ? undefined : read(text);
}

function read(text: string): { readonly json: Json } | undefined {
  try {
    return { json: parseJson(text) as Json };
  } catch {
    return undefined;
  }
}
