import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { FromPage } from '../core/flows/flowMessages';
import type { FlowStrings } from '../core/flows/flowWords';
import type { Exchange } from '../core/scenario/run';
import type { Lanes } from './lanes';

/** What the parts of the page share. */
export interface PageParts {
  readonly words: FlowStrings;
  readonly lanes: Lanes;
  readonly send: (message: FromPage) => void;
  /** Origin of the server, once it runs. */
  readonly origin: () => string | undefined;
  /** Lets the developer change a message and send it once more. */
  readonly editMessage: (message: Exchange) => void;
  /** Goes to a line of the diagram, by the key of its entry. */
  readonly goTo: (key: string) => void;
}

/** The page gives it to all that is in it. */
export const Parts = createContext<PageParts | undefined>(undefined);

export function useParts(): PageParts {
  const parts = useContext(Parts);
  if (!parts) throw new Error('This part is not in a page.');
  return parts;
}
