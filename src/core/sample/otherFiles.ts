import { applicationFolderName } from '../session/location';
import type { SampleApplication } from './sampleApplication';
import type { SampleRandom } from './sampleRandom';

/** A file beside the session files. It contains no real secret. */
export interface OtherSampleFile {
  readonly name: string;
  readonly text: string;
}

/** What the mobile editor keeps directly in the MobileApps folder. */
export function folderFiles(): OtherSampleFile[] {
  return [{ name: 'key.mobileapp', text: 'sample-key-that-opens-nothing' }];
}

/** What the mobile editor and the developer keep in an application folder. */
export function applicationFiles(application: SampleApplication, random: SampleRandom): OtherSampleFile[] {
  const files = [{ name: 'manifest.json', text: json(manifest(application)) }];
  if (application.platform === 'Android') {
    files.push({ name: 'google-services.json', text: json(firebase(application)) });
  } else if (random.chance(60)) {
    const keyId = random.text(10, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789');
    files.push({
      name: `AuthKey_${keyId}.p8`,
      text: '-----BEGIN SAMPLE-----\nThis is no key.\n-----END SAMPLE-----\n',
    });
  }
  return files;
}

function manifest({ id, name, teamId, platform }: SampleApplication): object {
  return {
    application: { id, name },
    ...(teamId !== '' && { team: { id: teamId } }),
    info: { target: platform === 'iOS' ? 'iOS' : 'android', version: '1.0.0', ideVersion: '2040', componentBuild: '0' },
    id: applicationFolderName(id, teamId),
  };
}

function firebase({ id }: SampleApplication): object {
  return {
    project_info: { project_number: '0', project_id: 'sample-that-does-not-exist' },
    client: [{ client_info: { mobilesdk_app_id: '0:0:android:0', android_client_info: { package_name: id } } }],
    configuration_version: '1',
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
