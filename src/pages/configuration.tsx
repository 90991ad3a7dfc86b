import { getThemeOptions, getUserTheme } from '@splunk/splunk-utils/themes';
import SplunkThemeProvider from '@splunk/themes/SplunkThemeProvider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

/** Of the element in the view configuration.xml. */
const MOUNT = 'sa-misp-configuration';

/** Splunk Web's script that knows the theme may be missing, and then never calls back. */
const THEME_WAIT_MS = 500;

const WITHOUT_CHOICE = 'enterprise';

void Promise.all([mountPoint(), theme()]).then(([element, options]) => {
  createRoot(element).render(
    <StrictMode>
      <SplunkThemeProvider {...options}>
        <App />
      </SplunkThemeProvider>
    </StrictMode>,
  );
});

/** Simple XML draws its panels after it has loaded the view's script. */
function mountPoint(): Promise<HTMLElement> {
  return new Promise((resolve) => {
    const look = () => {
      const element = document.getElementById(MOUNT);
      if (element) resolve(element);
      return element !== null;
    };
    if (look()) return;
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

async function theme() {
  const waited = new Promise<string>((resolve) => {
    setTimeout(() => {
      resolve(WITHOUT_CHOICE);
    }, THEME_WAIT_MS);
  });
  return getThemeOptions(await Promise.race([getUserTheme(), waited]));
}
