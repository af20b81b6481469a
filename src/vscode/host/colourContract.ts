import { type ContractPart, declaredId } from '../contract/part';

/** The colours of the extension. The manifest has their values, by theme, and users can choose others. */
export const COLOURS = {
  goodIcon: declaredId('colour', 'sessionWorkbench.icon.good'),
  warningIcon: declaredId('colour', 'sessionWorkbench.icon.warning'),
  badIcon: declaredId('colour', 'sessionWorkbench.icon.bad'),
  offIcon: declaredId('colour', 'sessionWorkbench.icon.off'),
  warningText: declaredId('colour', 'sessionWorkbench.text.warning'),
  badText: declaredId('colour', 'sessionWorkbench.text.bad'),
} as const;

export const COLOUR_CONTRACT: ContractPart = { colours: Object.values(COLOURS) };
