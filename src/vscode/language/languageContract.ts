import type { ContractPart } from '../contract/part';

export const SESSION_LANGUAGE = '4d-mobile-session';

export const LANGUAGE_CONTRACT: ContractPart = { languages: [SESSION_LANGUAGE] };
