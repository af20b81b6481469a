import type { FaceName } from '../../../core/protocol/journal';
import type { NamedSecrets } from '../../../core/redaction/namedSecrets';
import type { PartReasons } from '../../../core/server/reasons';
import { Drafts } from './drafts';
import type { Journal } from './storedJournal';
import { Trace } from './trace';
import { withoutRequest } from './withoutRequest';

export interface SystemJournalParts {
  readonly journal: Pick<Journal, 'add'>;
  /** Name of the system. */
  readonly face: FaceName;
  /** The reasons that the server can give. */
  readonly reasons: ReadonlySet<PartReasons>;
  readonly secrets: NamedSecrets;
  readonly log: (message: string) => void;
}

/** The journal for what happens in one system without a request, such as a session that ends because its time is over. */
export class SystemJournal {
  private readonly drafts: Drafts;

  constructor(private readonly parts: SystemJournalParts) {
    this.drafts = new Drafts(parts.secrets);
  }

  /**
   * Adds an entry. Nothing waits for it.
   * @param at when it happened, in virtual milliseconds since 1970
   * @param tell writes the reasons and the changes into the trace
   */
  add(at: number, tell: (trace: Trace) => void): void {
    const { journal, face, reasons, log } = this.parts;
    const trace = new Trace(face, '', reasons);
    tell(trace);
    journal.add(this.drafts.of(trace, withoutRequest(), at)).catch((error: Error) => {
      log(`What happened without a request is not in the journal: ${error.message}`);
    });
  }
}
