/**
 * Words by which people, editors and systems name what is a copy, is put away or is thrown away, in the languages that they
 * use. Without accents, in lower case.
 */
const WORDS = new Set(
  [
    'backup backups bak bkp bck old older olds oldfiles archive archives archived archiv copy copies copied trash trashed trashes tmp temp',
    'temporary revoked revoke disabled disable deleted delete removed remove blocked block banned suspended suspend quarantine quarantined',
    'inactive obsolete deprecated expired previous prev orig original originals unused recycle recycled recycler garbage rubbish junk',
    'bin wastebasket stale retired withdrawn denied rejected dropped discarded attic restore restored saved sav save snapshot snapshots conflict',
    'duplicate duplicates duplicated dup dups deactivated off hold stolen legacy bkup mybackup saves export exports exported stash stashed',
    'parked refused unsubscribed redundant superseded outdated invalid broken ignore ignored rollback dump dumps mirror spare',
    'conflicts conflicted versions stversions history recovery recovered eadir lost dead locked locking withheld cancelled canceled',
    // German
    'papierkorb sicherung sicherungen sicherungskopie datensicherung alt alte altes archiviert kopie kopien geloscht geloschte geloeschte',
    'geloescht gesperrt gesperrte deaktiviert deaktivierte entfernt entfernte widerrufen veraltet mull muell mulleimer muelleimer ausgemustert archivierung abgelehnt ungultig ungueltig',
    // French
    'corbeille sauvegarde sauvegardes ancien anciens ancienne anciennes vieux vieille vieilles archivee archivees copie copies supprime',
    'supprimes supprimee supprimees revoque revoques revoquee revoquees desactive desactives desactivee desactivees bloque bloques bloquee',
    'bloquees efface effaces retire retires perime perimes poubelle',
    // Spanish, Portuguese, Italian
    'papelera respaldo respaldos copia copias antiguo antiguos antigua antiguas viejo viejos archivado archivados eliminado eliminados borrado',
    'borrados revocado revocados bloqueado bloqueados desactivado desactivados lixeira lixo antigo antigos excluido excluidos apagado apagados',
    'revogado revogados arquivado arquivados desativado desativados cestino vecchio vecchi archivio archiviati copie eliminati eliminato',
    'cancellati cancellato rifiutati revocati revocato disattivati disattivato bloccati bloccato rimossi rimosso',
    // Dutch, Scandinavian languages, Finnish
    'prullenbak oud oude archief verwijderd verwijderde geblokkeerd ingetrokken reservekopie kopi papperskorg papperskorgen papirkurv gammal',
    'gamla gammel gamle arkiv borttagna borttagen slettet slettede sparrade sakerhetskopia sikkerhetskopi sikkerhedskopi kopio varmuuskopio',
    'roskakori vanha vanhat arkisto poistettu poistetut',
    // Polish, Czech, Hungarian, Turkish, Russian
    'kosz kopia kopie stare archiwum usuniete zapasowa kos zaloha zalohy stary lomtar mentes regi yedek eski arsiv silinen cop корзина копия',
    'копии резервная архив старое старые старыи удаленные удаленное бэкап',
  ]
    .join(' ')
    .split(' '),
);

/** These languages write no space between words. */
const UNSPACED =
  /ゴミ箱|ごみ箱|バックアップ|コピー|複製|旧|古い|削除|無効|失効|アーカイブ|退避|停止|回收|备份|備份|副本|复件|複本|复制|舊|归档|歸檔|存档|刪除|删除|撤销|撤銷|禁用|휴지통|백업|복사|사본|보관|삭제|차단/u;

/**
 * How words begin, in any of their forms, by which people say that something is to count no more. One alone makes no copy, as
 * applications may have such names; but who finds a session there cannot know.
 */
const BEGINNINGS = [
  'block bloq blok blacklist denylist bann prohib forbid forbud verbot interdi proib unauth unautor nonautor untrust compromi',
  'kompromi purg wipe terminat kick paus onhold held holding susp inact inakt deact desact disab disat deakt sperr gesperr sparr',
  'revok revoc revoq widerruf ingetrok delet borra elimin supprim effac gelosch geloesch losch loesch remov retir entfern verwijder',
  'usun zablok zawies odebr cofni cancel annul expir abgelauf perim caduc scadut verlop verfall invalid ungultig ungueltig stole',
  'stolen perdu robad rubat gestohl verlor voles suspect suspic verdacht fraud hack attack abus reject denied deny denie refus rechaz',
  'rifiut abgelehn odmow quarant karant isolat exclu esclus ausgesch obsolet deprec legac veralt archiv backup bakup bkup sauveg',
  'respald snap dump export stash park unus unneed unwant redund garbag waste recyc mull muell poubell corbeil papierk papel lixo',
  'lixei cestin prullen evict expel fired former leaver ausgeschied depart sidelin ignor skip discard withdraw withdrew withh lock',
  'confisc seiz limbo jail sospes vietat iptal engelle letilt blocat inattiv oust offboard erase cleared kill orphan zombi barred',
  'noacc unappr leak breach incident eviden forens investig shelv frozen freez dormant sleep idle stored kept keep vault quit exit',
  'checkp unknown missing defekt defect kaput unbenut ablage ablegen before avant antes vorher cache migrat import',
]
  .join(' ')
  .split(' ');
const SHORT_WORDS = new Set(
  'no not non ne pas nicht kein nie dont donot bad out aside away gone left hold back weg snap'.split(' '),
);

/** Whether a name has a word by which people may say that what is in it is to count no more. */
export function hasPutAsideWord(name: string): boolean {
  return (
    hasCopyWord(name) ||
    wordsOf(name).some((word) => BEGINNINGS.some((each) => word.startsWith(each)) || SHORT_WORDS.has(word))
  );
}

/**
 * Whether a name has such a word in it: `Backup 2024`, `old-2`, `oldSessions`, `x_bak`, `Corbeille`. A part of a word is none: not
 * `gold`.
 */
export function hasCopyWord(name: string): boolean {
  return UNSPACED.test(composed(name)) || wordsOf(name).some((word) => WORDS.has(word));
}

/** File systems of Apple give accents as characters of their own. */
function composed(name: string): string {
  return name.normalize('NFC');
}

/** The words of a name, in lower case and without accents. */
function wordsOf(name: string): readonly string[] {
  const parts = composed(name)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  return parts.match(/\p{L}+/gu) ?? [];
}
