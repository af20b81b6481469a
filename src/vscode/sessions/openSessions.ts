import type { SessionSearch } from '../../core/index/sessionSearch';
import type { Host } from '../host/createHost';
import { ExpandedRows } from '../host/expandedRows';
import type { LateView } from '../host/lateView';
import { Attention } from './attention';
import { RowReveal } from './rowReveal';
import { searchAsShown } from './searchWords';
import type { SessionsNeeds } from './sessionsFeature';
import { SessionTree } from './sessionTree';
import { SessionTargets } from './targets';
import { TreeItems } from './treeItems';
import type { TreeNode } from './treeNode';
import { ViewMessage } from './viewMessage';
import type { ViewSettings } from './viewSettings';

/** What is there before the rows. */
export interface SessionsFrame {
  readonly late: LateView<TreeNode>;
  readonly settings: ViewSettings;
}

/** The rows of the view, and what finds sessions by them. */
export interface OpenedSessions extends Omit<SessionsFrame, 'late'> {
  readonly search: SessionSearch;
  readonly tree: SessionTree;
  readonly view: LateView<TreeNode>['view'];
  readonly targets: SessionTargets;
  readonly rows: RowReveal;
}

/** Creates the rows of the view Mobile Sessions. */
export function openSessions(
  { disposables, memento }: Pick<Host, 'disposables' | 'memento'>,
  { folders, documents, pending, agreement, results }: SessionsNeeds,
  { late, settings }: SessionsFrame,
): OpenedSessions {
  const { index } = documents;
  const { view } = late;
  const isOpened = (folder: string) => folders.originOf(folder) === 'opened';
  const items = disposables.add(new TreeItems(index, isOpened, pending, agreement, results));
  const search = searchAsShown(pending, agreement);
  const expanded = disposables.add(new ExpandedRows(memento, 'toggledRows'));
  const tree = disposables.add(
    new SessionTree(index, folders, settings, items, expanded, pending, agreement, results, search),
  );
  late.show(tree);
  const filtered = () => tree.filteredCount();
  disposables.add(new ViewMessage(view, index, folders, settings, filtered, pending, agreement));
  const attention = disposables.add(new Attention(view, documents));
  const targets = new SessionTargets(index, documents, view, attention, (node) => tree.sessionsOf(node));
  const rows = new RowReveal(view, tree, settings, index);
  return { settings, search, tree, view, targets, rows };
}
