import validateToPage from '../core/flows/compiledToPage';
import { type FlowPlace, type FromPage, readFlowPlace, type ToPage } from '../core/flows/flowMessages';
import { PageLink } from './pageLink';

/** The extension behind the page of the flow simulator. */
export class ExtensionLink extends PageLink<ToPage, FromPage, FlowPlace> {
  constructor() {
    super(validateToPage, readFlowPlace);
  }
}
