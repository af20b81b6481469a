import { type ContractPart, declaredId } from '../contract/part';

export const SESSION_LANGUAGE = declaredId('language', '4d-mobile-session');

export const LANGUAGE_CONTRACT: ContractPart = { languages: [SESSION_LANGUAGE] };
