import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FromPage } from '../core/flows/flowMessages';
import type { FlowStrings } from '../core/flows/flowWords';
import type { Exchange } from '../core/scenario/run';
import type { Lanes } from './lanes';

/** The functions and values that the components of the page share. */
export interface PageParts {
  readonly words: FlowStrings;
  readonly lanes: Lanes;
  readonly send: (message: FromPage) => void;
  /** Shows one sentence below the toolbar, and says it to a screen reader. */
  readonly tell: (text: string) => void;
  /** The beginning of a code, or its cover where it is a secret. */
  readonly short: (code: string) => string;
  /** Whether secrets are shown. */
  readonly showsSecrets: boolean;
  /** The origin of the server. Undefined until it runs. */
  readonly origin: () => string | undefined;
  /** Whether the run is only kept, so that none of its messages can be sent again. */
  readonly isKept: () => boolean;
  /** Opens a form in which the user can change a message and send it again. */
  readonly editMessage: (message: Exchange) => void;
  /** Goes to a line of the diagram, by the key of its entry. */
  readonly goTo: (key: string) => void;
}

/** The page provides the shared parts to all its components through this context. */
export const Parts = createContext<PageParts | undefined>(undefined);

export function useParts(): PageParts {
  const parts = useContext(Parts);
  if (!parts) throw new Error('This part is not in a page.');
  return parts;
}
