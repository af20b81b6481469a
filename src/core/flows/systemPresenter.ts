import type { Phrase } from '../compliance/phrase';
import type { SystemName, SystemStates } from '../protocol/systemStates';
import type { DevicePresenter } from './devicePresenter';
import type { HeldSection } from './heldSection';

/** What the flow page shows of one system. Without `sections` a system is shown plainly (`plainSections`). */
export interface SystemPresenter<N extends SystemName = SystemName, W extends string = string> {
  /** Its texts, which are translated before they reach the page. */
  readonly words: Readonly<Record<W, Phrase>>;
  /** The name of the text for the end of something, by kind of deadline. The text may have a place for the name. */
  readonly deadlines?: Readonly<Record<string, W>>;
  /** @param words the texts in the user's language */
  readonly sections?: (slice: SystemStates[N], words: Readonly<Record<W, string>>) => readonly HeldSection[];
  /** Of the system that has a device. */
  readonly device?: DevicePresenter<W>;
}
