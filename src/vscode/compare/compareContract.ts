import type { ContractPart } from '../contract/part';

/** Of a file beside a version of it that can be restored. */
export const RESTORABLE_SCHEME = 'session-workbench-restorable';

export const COMPARE_CONTRACT: ContractPart = { schemes: [RESTORABLE_SCHEME] };
