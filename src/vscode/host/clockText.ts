import * as vscode from 'vscode';

/** A time of day, with the date if it is not today. */
export function clockText(time: number, seconds: boolean): string {
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(vscode.env.language, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: seconds ? 'medium' : 'short',
  }).format(time);
}
