import * as vscode from 'vscode';
import { Rows } from '../../contract/rows';
import type { Redraws } from '../../host/projectedTree';
import { SERVER_VIEW } from '../../server/serverContract';
import type { LiveDelta, SystemRows, SystemView } from '../../server/systemView';

interface ProbeNode {
  readonly kind: 'probe';
}

const PROBE_ROWS = new Rows(SERVER_VIEW, { probe: [] }, []);

/** One row, which shows the number of things. */
export const PROBE_VIEW: SystemView = {
  name: 'probe',
  contract: { rows: [PROBE_ROWS] },
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
