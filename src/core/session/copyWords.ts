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
 * Whether a name has such a word in it: `Backup 2024`, `old-2`, `oldSessions`, `x_bak`, `Corbeille`. A part of a word is none: not
 * `gold`.
 */
export function hasCopyWord(name: string): boolean {
  // File systems of Apple give accents as characters of their own.
  const whole = name.normalize('NFC');
  if (UNSPACED.test(whole)) return true;
  const parts = whole
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  return parts.match(/\p{L}+/gu)?.some((word) => WORDS.has(word)) === true;
}
