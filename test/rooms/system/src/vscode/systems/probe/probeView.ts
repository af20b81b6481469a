import * as vscode from 'vscode';
import type { SettingValues } from '../../contract/setting';
import type { Redraws } from '../../host/projectedTree';
import type { LiveDelta, SystemRows, SystemView } from '../../server/systemView';
import { PROBE_CONTRACT, type PROBE_SETTINGS } from './probeContract';

interface ProbeNode {
  readonly kind: 'probe';
}

/** One row, which shows the number of things. */
export const PROBE_VIEW: SystemView = {
  name: 'probe',
  contract: PROBE_CONTRACT,
  options: (settings) => ({ probe: (settings as SettingValues<typeof PROBE_SETTINGS>).probeOptions }),
  open: ({ server }): SystemRows<ProbeNode> => ({
    idOf: ({ kind }) => kind,
    childrenOf: (node) => (node === undefined && server.state?.systems.probe ? [{ kind: 'probe' }] : []),
    parentOf: () => undefined,
    itemOf: () => {
      const items = server.state?.systems.probe?.items;
      return items && new vscode.TreeItem(`Probe: ${items.map(({ name }) => name).join(', ')}`);
    },
    changed: ({ before, after }: LiveDelta, tree: Redraws<ProbeNode>) => {
      if (before.systems.probe !== after.systems.probe) tree.redraw({ kind: 'probe' });
    },
  }),
};
