import { architecturePage } from './architecture';
import { reasonCodesPage } from './reasonCodes';

/** Documents that are made from the code, by their file. */
export const MADE_DOCUMENTS: Readonly<Record<string, () => string>> = {
  'docs/architecture.md': architecturePage,
  'docs/reason-codes.md': reasonCodesPage,
};
