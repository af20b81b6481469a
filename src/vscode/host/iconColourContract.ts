import type { ContractPart, DeclaredId } from '../contract/part';

// The manifest has the values of these colours, by theme, and users can choose others.
// They are plain texts, as each call of declaredId is read at the activation.
export const GOOD_ICON = 'sessionWorkbench.icon.good' as DeclaredId<'colour'>;
export const WARNING_ICON = 'sessionWorkbench.icon.warning' as DeclaredId<'colour'>;
export const BAD_ICON = 'sessionWorkbench.icon.bad' as DeclaredId<'colour'>;
export const OFF_ICON = 'sessionWorkbench.icon.off' as DeclaredId<'colour'>;

export const ICON_COLOUR_CONTRACT: ContractPart = { colours: [GOOD_ICON, WARNING_ICON, BAD_ICON, OFF_ICON] };
