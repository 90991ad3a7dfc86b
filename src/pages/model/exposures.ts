import { exposureWarnings } from '../../misp/http/exposures.ts';
import { isOn } from '../splunk/flags.ts';
import type { Values } from './connections.ts';

/** A warning about secrets that these settings expose on the network. Undefined without exposures. */
export function exposureWarning(values: Values): string | undefined {
  const url = (values['misp_url'] ?? '').trim();
  if (!URL.canParse(url)) return undefined;
  const { proxy_type: type, proxy_host: host = '', proxy_username: username = '' } = values;
  const isProxied = isOn(values['misp_use_proxy']) && host.trim() !== '';
  const sentences = exposureWarnings({
    url,
    verifyCertificate: isOn(values['misp_verifycert'] === '' ? '1' : (values['misp_verifycert'] ?? '1')),
    ...(isProxied && {
      proxy: {
        type: type === 'https' || type === 'socks5' || type === 'socks5h' ? type : 'http',
        host: host.trim(),
        ...(username.trim() !== '' && { username }),
      },
    }),
  });
  return sentences.length === 0 ? undefined : sentences.map(capitalised).join(' ');
}

function capitalised(text: string): string {
  return text.replace(/^the/, 'The');
}
