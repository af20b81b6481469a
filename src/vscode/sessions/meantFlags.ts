import * as vscode from 'vscode';
import { isChangeable } from '../../core/index/sessionEntry';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { FlagValue } from '../contract/contextKey';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { SelectedRows } from './attention';
import { SESSION_KEYS } from './sessionsContract';
import type { TreeNode } from './treeNode';

/** What a command from the palette could do with the sessions that are meant. */
interface Doable {
  /** Whether there is a session at all. */
  isMeant: boolean;
  canAccept: boolean;
  canSetPending: boolean;
}

/** What the palette offers now about the session in the active editor and those of the selected rows. */
export function meantFlags(documents: SessionDocuments, view: SelectedRows): readonly FlagValue[] {
  const { index } = documents;
  const document = vscode.window.activeTextEditor?.document;
  const edited = document && documents.keyOf(document);
  const doable: Doable = { isMeant: false, canAccept: false, canSetPending: false };
  if (edited) addSession(doable, index, edited);
  for (const row of view.selection) {
    // Nothing more can come of the others, and thousands may be selected.
    if (Object.values(doable).every(Boolean)) break;
    addRow(doable, index, row);
  }
  return [
    [SESSION_KEYS.isMeant, doable.isMeant],
    [SESSION_KEYS.canAccept, doable.canAccept],
    [SESSION_KEYS.canSetPending, doable.canSetPending],
  ];
}

function addRow(doable: Doable, index: SessionIndex, row: TreeNode): void {
  switch (row.kind) {
    case 'session':
      addSession(doable, index, row.key);
      break;
    case 'folder':
      if (index.counts(row.folder).files > 0) addSeveral(doable);
      break;
    case 'application':
      if ((index.applicationOf(row.folder, row.application)?.counts.files ?? 0) > 0) addSeveral(doable);
      break;
    case 'status':
    case 'page':
      addSeveral(doable);
      break;
    default:
  }
}

function addSession(doable: Doable, index: SessionIndex, key: SessionKey): void {
  const entry = index.entry(key);
  if (!entry) return;
  doable.isMeant = true;
  if (!isChangeable(entry)) return;
  doable.canAccept ||= entry.fields.status !== 'accepted';
  doable.canSetPending ||= entry.fields.status !== 'pending';
}

/** They are not counted one by one: of several, some are likely to differ. */
function addSeveral(doable: Doable): void {
  Object.assign(doable, { isMeant: true, canAccept: true, canSetPending: true });
}
