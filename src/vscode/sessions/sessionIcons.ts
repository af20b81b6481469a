import * as vscode from 'vscode';
import type { Condition, SessionEntry } from '../../core/index/sessionEntry';
import { ICON_COLOURS } from '../host/iconColours';
import { isAtFault } from './atFault';

/** Different by shape and by colour. */
export const CONDITION_ICONS: Record<Condition, vscode.ThemeIcon> = {
  accepted: new vscode.ThemeIcon('pass', ICON_COLOURS.good),
  pending: new vscode.ThemeIcon('clock', ICON_COLOURS.warning),
  atFault: new vscode.ThemeIcon('error', ICON_COLOURS.bad),
  unreadable: new vscode.ThemeIcon('lock', ICON_COLOURS.over),
};

/** A screen in place of the circle: the device is none that somebody holds. What is at fault comes before that. */
const SIMULATOR_ICONS: Record<Condition, vscode.ThemeIcon> = {
  ...CONDITION_ICONS,
  accepted: new vscode.ThemeIcon('vm-active', ICON_COLOURS.good),
  pending: new vscode.ThemeIcon('vm-outline', ICON_COLOURS.warning),
};

/** The icon of a session: its condition, and whether it is one of a simulator. */
export function sessionIcon({ condition, fields }: SessionEntry): vscode.ThemeIcon {
  return (fields.simulator ? SIMULATOR_ICONS : CONDITION_ICONS)[condition];
}

/** Whether a session is one of a simulator and its icon does not say so. */
export function isSimulatorUnseen(entry: SessionEntry): boolean {
  return entry.fields.simulator && isAtFault(entry);
}
