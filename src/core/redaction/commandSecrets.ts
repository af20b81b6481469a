import type { TextStretch } from '../base/changedStretches';
import { isSecretName } from '../protocol/secretNames';
import { isNothing } from '../protocol/talkOfSecret';

/** An option of a command and its value. */
const OPTION = /(?<![\w-])--?([A-Za-z][\w-]{0,40})(?:\s{1,4}|=)(["']?)/g;
/** What other options that have a password end with. */
const OPTION_OF_PASSWORD = /(?:store|key|http|ftp|user|proxy|db|smtp|rpc|wallet)pass$/i;
/** The option of `curl` and others that has a user and a password. */
const USER =
  /(?<![\w-])(?:-[uU]|-[A-Za-z]{1,5}u(?=\s)|--(?:proxy-)?user(?:name)?)(?:\s{1,4}|=)?["']?[^\s:"'`“”=-][^\s:"'`“”]{0,63}:(?!\/\/)/g;
const VALUE = /[^\s"'`“”‘’«»<>]+/y;
/** User and group are numbers. */
const ID = /^\d{1,6}$/;
/** What stands before the passwords of programs. Elsewhere the same letter of an option is a port, a path or a profile. */
const PROGRAMS: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/(?<![\w.-])(?:mysql|mariadb)[\w-]{0,16}(?![\w-])/gi, /(?<=\s)-p["']?(?=[^\s"'-])/g],
  [
    /(?<![\w.-])(?:sshpass|mongo(?:sh|dump|restore|import|export)?|cqlsh|rdesktop|7z[ar]?|rar|unrar|ncftp|psexec|certutil)(?![\w-])/gi,
    /(?<=\s)-h?p\s{0,4}["']?(?=[^\s"'-])/g,
  ],
  [
    /(?<![\w.-])(?:(?:docker|podman|nerdctl|buildah|skopeo|az|oc|helm\s{1,4}registry|crane\s{1,4}auth)\s{1,4}login|user(?:add|mod))(?![\w-])/gi,
    /(?<=\s)-p\s{0,4}["']?(?=[^\s"'-])/g,
  ],
  [
    /(?<![\w.-])(?:zip|unzip|zipcloak|sqlcmd|isql|osql|bcp|ipmitool|mosquitto_(?:pub|sub))(?![\w-])/gi,
    /(?<=\s)-P\s{0,4}["']?(?=[^\s"'-])/g,
  ],
  [/(?<![\w.-])(?:redis-cli|valkey-cli|snmp\w{2,12})(?![\w-])/gi, /(?<=\s)-[aAXc]\s{0,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])ldap\w{3,10}(?![\w-])/gi, /(?<=\s)-[was]\s{0,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])keytool(?![\w-])/gi, /(?<=\s)-new\s{1,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])ssh-keygen(?![\w-])/gi, /(?<=\s)-[NP]\s{0,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])openssl(?![\w-])/gi, /(?<=\s)-(?:[kK156]|apr1)\s{1,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])security(?![\w-])/gi, /(?<=\s)-[wp]\s{0,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])qpdf(?![\w-])/gi, /(?<=\s)--encrypt\s{1,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])qpdf(?![\w-])/gi, /(?<=\s)--encrypt\s{1,4}\S{1,128}\s{1,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])(?:smb\w{3,10}|rpcclient|winexe)(?![\w-])/gi, /(?<=\s)-U\s{0,4}["']?[^\s%"']{1,64}%["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])lftp(?![\w-])/gi, /(?<=\s)-u\s{0,4}[^\s,"']{1,64},["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])(?:https?|xh)(?![\w-])/gi, /(?<=\s)-a\s{0,4}["']?[^\s:"'-][^\s:"']{0,63}:(?!\/\/)["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])[wx]freerdp\d?(?![\w-])/gi, /(?<=\s)\/p:["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])signtool(?![\w-])/gi, /(?<=\s)\/p\s{1,4}["']?(?=[^\s"'-])/g],
  // The file of passwords comes first, if there is one.
  [
    /(?<![\w.-])htpasswd(?![\w-])/gi,
    /(?<=\s)-(?:(?=\w*n)(?=\w*b)\w{1,8}|(?!\w*n)(?=\w*b)\w{1,8}(?:\s{1,4}-\w{1,8}){0,3}\s{1,4}[^\s-]\S{0,127})\s{1,4}(?:\d\d?\s{1,4})?[^\s-]\S{0,127}\s{1,4}["']?(?=[^\s"'-])/g,
  ],
  [/(?<![\w.-])net\s{1,4}use(?![\w-])/gi, /(?<=\s)(?:\/user:\S{1,128}|\\\\\S{1,128})\s{1,4}(?!\/)["']?(?=[^\s"'-])/g],
  [
    /(?<![\w.-])(?:net\s{1,4}user|wpa_passphrase)(?![\w-])/gi,
    /(?<=^\s)\S{1,128}\s{1,4}(?=\S{0,128}\d)["']?(?=[^\s"'-])/g,
  ],
  [/(?<![\w.-])vault\s{1,4}login(?![\w-])/gi, /(?<=^\s)(?=[^\s=]*\d)["']?(?=[^\s"'-])/g],
];
/** A password that another program reads. */
const PIPED =
  /(?<![\w-])echo\s{1,4}(?:-n\s{1,4})?["']?(?=[^\s"'|]{1,128}["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4}-\w{0,3}S|[^|\r\n]{0,64}-stdin))|(?<![\w-])echo\s{1,4}["']?[^\s:"']{1,64}:(?=[^\s"'|]{1,128}["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?chpasswd)/g;
const FURTHEST = 200;

/** Where a command has passwords in a text: behind an option that says so, or behind the letter that means one in this program. */
export function* commandSecrets(text: string): Generator<TextStretch> {
  if (!/[-/|\s]/.test(text)) return;
  for (const { 0: all, 1: name = '', index } of text.matchAll(OPTION)) {
    if (!isSecretName(name) && !OPTION_OF_PASSWORD.test(name)) continue;
    const start = index + all.length;
    const end = endOf(text, start);
    if (end > start && text[start] !== '-' && !isNothing(text.slice(start, end))) yield { start, end };
  }
  for (const { 0: all, index } of text.matchAll(USER)) {
    const start = index + all.length;
    const end = endOf(text, start);
    const value = text.slice(start, end);
    if (value !== '' && !isNothing(value) && !ID.test(value)) yield { start, end };
  }
  for (const { 0: all, index } of text.includes('|') ? text.matchAll(PIPED) : [])
    yield { start: index + all.length, end: endOf(text, index + all.length) };
  for (const [program, option] of PROGRAMS) yield* behindProgram(text, program, option);
}

function* behindProgram(text: string, program: RegExp, option: RegExp): Generator<TextStretch> {
  let passed = 0;
  for (const { 0: all, index } of text.matchAll(program)) {
    const from = Math.max(passed, index + all.length);
    const line = text.slice(from, from + FURTHEST).split(/[\r\n|;&]/, 1)[0] ?? '';
    for (const { 0: found, index: at } of line.matchAll(option)) {
      const start = from + at + found.length;
      const end = endOf(text, start);
      if (end > start) yield { start, end };
      passed = Math.max(passed, end);
    }
  }
}

function endOf(text: string, start: number): number {
  VALUE.lastIndex = start;
  return VALUE.test(text) ? VALUE.lastIndex : start;
}
