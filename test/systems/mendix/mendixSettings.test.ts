import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';
import { assertSystemOptions } from '../../../src/server/systemOptions';
import { SYSTEMS } from '../../../src/server/systems';
import { USED_SETTINGS } from '../../../src/server/systems/mendix/mendixOptions';

/** Custom settings that are misspelt, and the names that are meant. */
const MISSPELT: Readonly<Record<string, string>> = {
  SessionIdCookieName: 'com.mendix.core.SessionIdCookieName',
  'com.mendix.core.SessionTimeout': 'SessionTimeout',
  'com.mendix.webui.HybridAppLoginTimeout': 'com.mendix.webui.HybridAppLoginTimeOut',
  SessionTimeOut: 'SessionTimeout',
  'com.mendix.webui.HybridAppTimeOut': 'com.mendix.webui.HybridAppLoginTimeOut',
  SessionCookieName: 'com.mendix.core.SessionIdCookieName',
};

/** A block of custom settings as a developer has it for a real runtime. */
const PASTED = {
  SessionTimeout: 1_200_000,
  'com.mendix.core.StorageService': 'com.mendix.storage.s3',
  'com.mendix.storage.s3.SecretAccessKey': 'Zq7secret',
  'com.mendix.webui.StateSizeWarningThreshold': 200,
  'http.client.MaxConnectionsPerRoute': 50,
  'Metrics.Registries': [{ type: 'prometheus' }],
  DatabasePassword: 'Zq7secret',
  ConnectionPoolingMaxActive: 100,
  ScheduledEventExecution: 'ALL',
  MicroflowConstants: { 'Module.Constant': 'Zq7secret' },
  'DataStorage.EnableDiagnostics': true,
};

/** The names in Mendix's own lists of custom settings for 9, 10 and 11, with some that have a beginning of their own. */
const DOCUMENTED = [
  ...['AbsoluteSessionTimeout', 'ApplicationRootUrl', 'CACertificates', 'ClientCertificatePasswords'],
  ...['ClientCertificates', 'ClientCertificateUsages', 'NoClientCertificateUsages', 'WebServiceClientCertificates'],
  ...['ClientQueryTimeout', 'ClusterManagerActionInterval', 'com.mendix.core.isClusterSlave'],
  ...['com.mendix.core.LenientDateTimeParsing', 'com.mendix.core.ProcessedTasksCleanupAge'],
  ...['com.mendix.core.ProcessedTasksCleanupBatchSize', 'com.mendix.core.SameSiteCookies'],
  ...['com.mendix.core.ScheduledEventsCleanupAge', 'com.mendix.core.SessionIdCookieName'],
  ...['com.mendix.core.StorageService', 'com.mendix.core.UseMimeDecoderForBase64', 'com.mendix.metrics.Type'],
  ...['com.mendix.offline.DeleteAutoCommittedObjectsAfterSync', 'com.mendix.offline.SynchronizationCleanupInterval'],
  ...['com.mendix.services.publish.AllowWebServiceUserBasicAuthenticationInODataAndREST'],
  ...['com.mendix.storage.azure.AccountKey', 'com.mendix.storage.PerformDeleteFromStorage'],
  ...['com.mendix.storage.s3.AccessKeyId', 'com.mendix.storage.s3.ConnectionTimeout'],
  ...['com.mendix.webui.CommittedObjectsThreshold', 'com.mendix.webui.FeedbackSizeWarningThreshold'],
  ...['com.mendix.webui.HybridAppLoginTimeOut', 'com.mendix.webui.StateSizeWarningThreshold'],
  ...['ConnectionPoolingMaxIdle', 'ConnectionPoolingTestOnBorrow', 'DatabaseJdbcUrl', 'DatabaseUseIntegratedSecurity'],
  ...['DataStorage.EnableDiagnostics', 'DataStorage.OptimizeSecurityColumns', 'DTAPMode'],
  ...['EnableApacheCommonsLogging', 'EnableFileDocumentCaching', 'EnableKeepAlive', 'EnableSessionFingerprinting'],
  ...['HashAlgorithm', 'Headers', 'http.client.CleanupAfterSeconds', 'http.client.MaxConnectionsTotal'],
  ...['http.nonProxyHosts', 'http.proxyHost', 'https.proxyPassword', 'JavaKeyStorePassword', 'JdbcLoginTimeout'],
  ...['LastActionExecutionUpdateBatchSize', 'LogFileName', 'LogMinDurationQuery', 'LongLivedSessionTimeout'],
  ...['mapping.import.MaxJsonReadingLength', 'MaxLogFileCount', 'MaxLogFileSize', 'MaxRetrieveAmount'],
  ...['MaxRetrieveSize', 'Metrics.ApplicationTags', 'Metrics.Registries', 'MicroflowConstants'],
  ...['Microflows.RemoveVariableOnDeleteObjectsActivity', 'MyScheduledEvents'],
  ...['ObjectManagement.StrictChangeBehavior', 'OracleServiceName', 'PersistentSessions', 'PhoneUserAgentRegEx'],
  ...['ReadCommittedSnapshot', 'ScheduledEventExecution', 'SessionKeepAliveUpdateBatchSize'],
  ...['SessionKeepAliveUpdatesInterval', 'SessionTimeout', 'SessionValidationTimeout', 'SourceBuiltInDatabasePath'],
  ...['SourceDatabaseHost', 'SourceOracleServiceName', 'TabletUserAgentRegEx', 'TaskQueue.ShutdownGracePeriod'],
  ...['TempPath', 'TrackWebServiceUserLastLogin', 'UploadedFilesPath', 'UseNetworkTimeout'],
];

async function lines(settings: object): Promise<string[]> {
  const told: string[] = [];
  await assertSystemOptions(checkedOptions({ mendix: { settings } }), SYSTEMS, (line) => told.push(line));
  return told;
}

describe('Custom settings of Mendix', () => {
  for (const [name, meant] of Object.entries(MISSPELT)) {
    it(`the custom setting ${name} of Mendix is refused with the name that may be meant`, () =>
      assert.rejects(lines({ [name]: 1000 }), ({ message }: Error) =>
        message.startsWith(`“mendix.settings” must not have “${name}”; “${meant}” may be meant`),
      ));
  }

  it('every custom setting in the lists of Mendix is taken, and those that are not used here are named', async () => {
    const unused = DOCUMENTED.filter((name) => !USED_SETTINGS.some((used) => used === name));
    assert.ok(unused.length > 50 && unused.length < DOCUMENTED.length);
    const [line = ''] = await lines(Object.fromEntries(unused.map((name) => [name, 'x'])));
    assert.deepEqual(
      [...line.matchAll(/“([^”]+)”/g)].map(([, name]) => name),
      unused,
    );
  });

  it('a custom setting that Mendix does not have is refused', () =>
    assert.rejects(lines({ Wibble: 1 }), {
      message: /^“mendix\.settings” must not have “Wibble”; “mendix\.settings” may have “SessionTimeout”, /,
    }));

  it('a block of custom settings for a real runtime is taken, and one line names those that have no effect', async () => {
    const [line = '', ...more] = await lines(PASTED);
    assert.deepEqual(more, []);
    assert.match(line, /^Custom settings of Mendix that have no effect here: “com\.mendix\.core\.StorageService”, /);
    const named = [...line.matchAll(/“([^”]+)”/g)].map(([, name]) => name);
    assert.deepEqual(named, Object.keys(PASTED).slice(1));
    assert.ok(!line.includes('Zq7secret'));
    assert.deepEqual(await lines({ SessionTimeout: 1_200_000 }), []);
  });

  it('a custom setting that is used is never told to have no effect, and one with a slip is refused with its name', async () => {
    const used = fc.constantFrom(...USED_SETTINGS);
    await fc.assert(
      fc.asyncProperty(used, fc.nat(), async (name, at) => {
        // The first letter of the last part is kept, because two words of different first letters are never near.
        const first = name.lastIndexOf('.') + 1;
        const place = first + 1 + (at % (name.length - first - 1));
        const slipped = name.slice(0, place) + name.slice(place + 1);
        await assert.rejects(lines({ [slipped]: 1 }), ({ message }: Error) =>
          message.includes(`; “${name}” may be meant`),
        );
      }),
      { numRuns: 40 },
    );
  });
});
