import { type ContractPart, declaredId } from '../contract/part';

export const WARNING_TEXT = declaredId('colour', 'sessionWorkbench.text.warning');
export const BAD_TEXT = declaredId('colour', 'sessionWorkbench.text.bad');

export const TEXT_COLOUR_CONTRACT: ContractPart = { colours: [WARNING_TEXT, BAD_TEXT] };
