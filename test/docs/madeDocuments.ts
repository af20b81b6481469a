import { architecturePage } from './architecture';
import { commandLinePage } from './commandLine';
import { reasonCodesPage } from './reasonCodes';

/** Functions that generate documents from the code, by the path of the document. */
export const MADE_DOCUMENTS: Readonly<Record<string, () => string>> = {
  'docs/architecture.md': architecturePage,
  'docs/command-line.md': commandLinePage,
  'docs/reason-codes.md': reasonCodesPage,
};
