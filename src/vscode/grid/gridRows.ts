import { type GridColumn, READ_COLUMNS } from '../../core/grid/gridColumns';
import type { GridRow } from '../../core/grid/gridMessages';
import { osText, type SessionEntry } from '../../core/index/sessionEntry';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import { isRecord } from '../../core/session/sessionFields';
import { l10n } from '../host/l10n';
import { uriOf } from '../mobileApps/sessionDocuments';
import { conditionText, deviceText, emailText, findingsText, timeText } from '../mobileApps/sessionText';
import { currentText } from '../mobileApps/sessionWriter';

/** What is only in the file: the index keeps no addresses, and no secrets. */
interface Read {
  readonly address: string;
  readonly token: string;
}

interface ReadWithSecret extends Read {
  readonly secret?: string;
}

const NOTHING: ReadWithSecret = { address: '', token: '' };
/** As many files are remembered. */
const MOST_KEPT = 2000;

/** Makes the rows of a grid. What is only in the files is read for rows that somebody looks at. */
export class GridRowReader {
  /** By name and content. */
  private readonly kept = new Map<string, Read>();

  async rows(
    entries: readonly SessionEntry[],
    columns: readonly GridColumn[],
    { keyOf, isSelected }: { keyOf: (name: string) => SessionKey; isSelected: (name: string) => boolean },
  ): Promise<GridRow[]> {
    const isRead = columns.some((column) => READ_COLUMNS.has(column));
    const reads = isRead ? await Promise.all(entries.map((entry) => this.read(keyOf(entry.name), entry))) : [];
    return entries.map((entry, at) => ({
      name: entry.name,
      condition: entry.condition,
      isSelected: isSelected(entry.name),
      cells: columns.map((column) => cellText(entry, column, reads[at] ?? NOTHING)),
      email: entry.fields.email ?? '',
    }));
  }

  /** The texts of one session with its secret token, or with only how it is with that. */
  async texts(
    key: SessionKey,
    entry: SessionEntry,
    columns: readonly GridColumn[],
    withToken: boolean,
  ): Promise<string[]> {
    const isRead = withToken || columns.some((column) => READ_COLUMNS.has(column));
    const read = isRead ? await readSession(key, entry) : NOTHING;
    const texts = columns.map((column) =>
      column === 'who' ? (entry.fields.email ?? '') : cellText(entry, column, read),
    );
    return withToken ? [...texts, read.secret ?? ''] : texts;
  }

  private async read(key: SessionKey, entry: SessionEntry): Promise<Read> {
    // The text of an unsaved editor has no digest, and changes with each key.
    if (entry.digest === undefined) return readSession(key, entry);
    const content = `${entry.name}\0${entry.modified}\0${entry.digest}`;
    const known = this.kept.get(content);
    if (known) return known;
    const { address, token } = await readSession(key, entry);
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(content, { address, token });
    return { address, token };
  }
}

function cellText(entry: SessionEntry, column: GridColumn, read: Read): string {
  switch (column) {
    case 'who':
      return emailText(entry) ?? '';
    case 'status':
      return conditionText(entry.condition);
    case 'device':
      return deviceText(entry);
    case 'os':
      return osText(entry.fields);
    case 'address':
      return read.address;
    case 'modified':
      return timeText(entry.modified);
    case 'findings':
      return findingsText(entry);
    case 'token':
      return read.token;
    case 'id':
      return entry.name;
  }
}

async function readSession(key: SessionKey, entry: SessionEntry): Promise<ReadWithSecret> {
  try {
    const value = parseJson((await currentText(uriOf(key))).replace(/^\uFEFF/, ''));
    const { session, token } = isRecord(value) ? value : ({} as Record<string, unknown>);
    const ip = isRecord(session) ? session.ip : undefined;
    const address = typeof ip === 'string' ? ip : '';
    if (typeof token !== 'string' || token === '') return { address, token: l10n.t('no token') };
    const isWrong = entry.findings.some(({ code }) => code === 'mobi/4');
    return { address, token: isWrong ? l10n.t('does not fit') : l10n.t('fits'), secret: token };
  } catch {
    // It is gone, cannot be read or is no JSON: its status says so.
    return NOTHING;
  }
}
