import type { ProbeOptions } from '../../../server/systems/probe/probeOptions';
import type { ContractPart } from '../../contract/part';
import { Rows } from '../../contract/rows';
import { Setting } from '../../contract/setting';
import { SERVER_VIEW } from '../../server/serverContract';

export const PROBE_ROWS = new Rows(SERVER_VIEW, { probe: [] }, ['probe']);

export const PROBE_SETTINGS = {
  probeOptions: new Setting<ProbeOptions>('sessionWorkbench.server.probeOptions', 'object', {}),
} as const;

export const PROBE_CONTRACT: ContractPart = { settings: PROBE_SETTINGS, rows: [PROBE_ROWS] };
