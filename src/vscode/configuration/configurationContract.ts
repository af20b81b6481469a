import { type ContractPart, declaredId } from '../contract/part';

export const CONFIGURATION_DIAGNOSTICS = declaredId('diagnostics', 'sessionWorkbench.configuration');

export const CONFIGURATION_CONTRACT: ContractPart = { diagnostics: [CONFIGURATION_DIAGNOSTICS] };
