/** A word of the product, in each language. */
export interface Term {
  /** As the glossary has it. */
  readonly words: readonly [english: string, french: string, japanese: string];
  /** Where the English has it. */
  readonly english: RegExp;
  readonly fr: RegExp;
  readonly ja: RegExp;
  /** Languages whose word stands for this term alone: it is nowhere but where the English has the term. */
  readonly alone?: readonly ('fr' | 'ja')[];
}

/** One word for one thing in each language. The glossary shows the same table. */
export const TERMS: readonly Term[] = [
  term('session file', 'fichier de session', 'セッションファイル', /\bsession files?\b/i, /fichiers? (de|\{1\})/i),
  term('connection token', 'jeton de connexion', '接続トークン', /\bconnection tokens?\b/i, /jetons? de connexion/i),
  term('accepted', 'acceptée', '承認済み', /^(\{0\} )?accepted$/, /accepté/),
  term('pending', 'en attente', '保留', /\bpending\b/i, /en attente/),
  term('finding', 'constat', '検出事項', /\bfindings?\b/i, /\bconstats?\b/i, undefined, ['fr', 'ja']),
  term('fault', 'panne', '障害', /(?<!at )\bfaults?\b/i, /\bpannes?\b/i, undefined, ['fr']),
  term('at fault', 'en erreur', 'エラー', /\bat fault\b/i, /en erreur/i, undefined, ['fr']),
  term('repair', 'réparation', '修復', /\brepairs?\b/i, /répar/i),
  term('fix', 'correction', '修正', /\b(fix|fixes|fixed)\b(?! intervals)/i, /corrig|correction/i),
  term('refresh', 'actualisation', 'リフレッシュ', /\brefresh(es|ed)?\b/i, /actualis/i, undefined, ['fr', 'ja']),
  term('push', 'push, pousser', 'プッシュ', /\bpush(ed|ing)?\b/i, /\bpush\b|\bpouss/i, undefined, ['fr', 'ja']),
  term('push target', 'cible de push', 'プッシュ先', /\bpush targets?\b/i, /cibles? de push/i),
  term('web session', 'session web', 'Web セッション', /\bweb sessions?\b/i, /sessions? web\b/i, undefined, [
    'fr',
    'ja',
  ]),
  term(
    'token session',
    'session à jetons',
    'トークンセッション',
    /\btoken sessions?\b/i,
    /sessions?( à jetons| ou du jeton)/i,
  ),
  term('storage', 'stockage', 'ストレージ', /(?<![.`])\bstorage\b/i, /stockage/i, undefined, ['fr', 'ja']),
  term('privilege', 'privilège', '権限', /\bprivileges?\b/i, /privilège/i, undefined, ['fr', 'ja']),
  term('one-time passcode', 'code OTP', 'パスコード', /\bpasscodes?\b/i, /codes? OTP/i, undefined, ['fr', 'ja']),
  term('request handler', 'gestionnaire de requêtes', 'ハンドラー', /\bhandlers?\b/i, /gestionnaires?|HTTPHandlers/i),
  term(
    'authentication token',
    "jeton d'authentification",
    '認証トークン',
    /\bauthentication tokens?\b/i,
    /jetons? d'authentification/i,
  ),
  term('access token', "jeton d'accès", 'アクセストークン', /\baccess tokens?\b/i, /jetons? d'accès/i),
  term(
    'refresh token',
    "jeton d'actualisation",
    'リフレッシュトークン',
    /\brefresh tokens?\b/i,
    /jetons? (d'accès et )?d'actualisation/i,
  ),
  term('token family', 'famille de jetons', 'トークンファミリー', /\btoken family\b/i, /famille de jetons/i),
  term('idle end', 'fin par inactivité', 'アイドルタイムアウト', /\bidle end\b/i, /fin par inactivité/i),
  term('absolute end', 'fin absolue', '絶対タイムアウト', /\babsolute end\b/i, /fin absolue/i),
  term('sweep', 'balayage', 'スイープ', /\b(sweeps?|swept)\b/i, /balay/i, undefined, ['fr', 'ja']),
  term('runtime', 'runtime', 'ランタイム', /\bruntime\b/i, /runtime|version 10|une version antérieure/i, undefined, [
    'ja',
  ]),
  term('scenario', 'scénario', 'シナリオ', /(?<!\.)\bscenarios?\b(?!\.schema)/i, /scénario/i, undefined, ['fr', 'ja']),
  term('flow', 'flux', 'フロー', /\bflows?\b/i, /\bflux\b/i, undefined, ['fr', 'ja']),
  term('actor', 'acteur', 'アクター', /\bactors?\b(?!")/i, /acteur/i, undefined, ['fr', 'ja']),
  term('journal', 'journal', 'ジャーナル', /\bjournal\b/i, /\bjournal\b/i, undefined, ['fr', 'ja']),
  term('log', 'logs', 'ログ', /\b(log|logged)\b(?! (in|out))/i, /\blogs\b/i, /ログ(?!イン|アウト)/, ['fr']),
  term('outbox', "boîte d'envoi", '送信トレイ', /\boutbox\b/i, /boîte d'envoi/i, undefined, ['fr', 'ja']),
  term('mail', 'mail', 'メール', /(?<!e-)(?<!"|`|, )\bmails?\b(?!box)/i, /(?<!e-)\bmails?\b/i),
  term('e-mail', 'e-mail', 'メールアドレス', /\be-mail\b/i, /\be-mail\b/i),
  term('virtual time', 'temps virtuel', '仮想時間', /\bvirtual time\b/i, /temps virtuel/i, undefined, ['fr', 'ja']),
  term('clock', 'horloge', '時計', /\bclocks?\b/i, /horloge/i, undefined, ['fr', 'ja']),
  term('snapshot', 'instantané', 'スナップショット', /\bsnapshots?\b/i, /instantané/i, undefined, ['fr', 'ja']),
  term('backup', 'sauvegarde', 'バックアップ', /\bbackups?\b/i, /sauvegarde/i, undefined, ['fr', 'ja']),
  term('record', 'capture', '記録', /\brecord(ed|ing)\b/i, /captur/i, undefined, ['fr']),
  term('save', 'enregistrer', '保存', /\b(save|saved|unsaved|saving)\b/i, /enregistr/i),
  term('undo', 'annuler', '元に戻す', /\bundo\b/i, /annul/i, /元に戻/),
  term('reset', 'réinitialiser', 'リセット', /\breset(ting)?\b/i, /réinitialis/i, undefined, ['fr', 'ja']),
  term('restore', 'restaurer', '復元', /\brestores?\b(?! and state)/i, /restaur/i),
  term('setting', 'paramètre', '設定', /\bsettings?\b/i, /paramètre/i),
  term('switch', 'commutateur', 'スイッチ', /\bthe switch\b/i, /commutateur/i, undefined, ['fr', 'ja']),
  term('dev server', 'serveur de dev', '開発サーバー', /\bdev (session )?server\b/i, /serveur de dev\b/i, undefined, [
    'fr',
    'ja',
  ]),
  term('variant', 'variante', 'バリエーション', /\bvariants?\b/i, /variante/i, undefined, ['fr', 'ja']),
  term('grid', 'grille', 'グリッド', /\bgrid\b/i, /grille/i, undefined, ['fr', 'ja']),
  term('evicted', 'évincée', '除外', /\b(evicted|thrown out)\b/i, /évincé/i, undefined, ['fr', 'ja']),
];

const TWICE = 'A push goes out more than once, because';

/** What has the word and does not mean the term, or means it and needs another word: the term, the English, the reason. */
export const EXCEPTIONS: readonly (readonly [term: string, english: string, reason: string])[] = [
  ['push', `${TWICE} more sessions have the same device.token: {0}, and others.`, 'a notification to a phone'],
  ['push', `${TWICE} another session has the same device.token: {0}.`, 'a notification to a phone'],
  ['refresh', 'Refresh Sessions', 'a view that looks again'],
  ['refresh', '{0} is no longer there. Refresh to see what is.', 'a view that looks again'],
  [
    'e-mail',
    'Activation by e-mail, as the component 4D Mobile App Server does it.',
    'a mail that is sent, not an address',
  ],
  ['setting', 'Setting pending', 'the verb'],
];

function term(
  english: string,
  french: string,
  japanese: string,
  inEnglish: RegExp,
  fr: RegExp,
  ja = new RegExp(japanese),
  alone: Term['alone'] = [],
): Term {
  return { words: [english, french, japanese], english: inEnglish, fr, ja, alone };
}
