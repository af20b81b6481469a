import { plainName } from '../protocol/secretNames';

/** What stays readable in the body of a login: who logs in, where, with what, and how. */
const SHOWN = new Set(
  [
    'user username users userid userlogin login loginname name names firstname lastname fullname displayname nickname',
    'email mail emailaddress username4d session4dlength account accountname accountid tenant realm domain company organization',
    'application app appid appname applicationid applicationname bundleid clientid client audience resource scope scopes',
    'device devices deviceid devicename devicetype id ids uid uuid type kind os platform model manufacturer brand simulator',
    'version appversion osversion systemversion versionname versioncode build appbuild buildnumber sdkversion devicemodel',
    'description team teamid language lang locale region country city timezone time timestamp date',
    'session sessionid granttype responsetype responsemode redirecturi codechallengemethod prompt display',
    'remember rememberme keeploggedin staysignedin persistent action method operation operationname role roles group groups',
    'privilege privileges format size width height screen scale ip port host url returnurl returnto next redirect redirecturl',
    'jsonrpc methodname actionname function functionname func fn call procedure command cmd op rpc microflow applyto mutation document',
    'continue success ok result status error errors message reason title code state query lifetime idletimeout useragent',
  ].flatMap((line) => line.split(' ')),
);
/** Members that hold the others. What is in them has names of its own, or none. */
const CONTAINERS = new Set(
  'params parameters data body input inputs variables args arguments payload request'.split(' '),
);

/** Whether the value of a member or a parameter of a login is known to be no secret. */
export function isShownInLogin(name: string): boolean {
  return SHOWN.has(plainName(name));
}

/** Whether a member of a login holds its other members. */
export function isContainerOfLogin(name: string): boolean {
  return CONTAINERS.has(plainName(name));
}
