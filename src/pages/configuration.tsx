import { App } from './app.tsx';
import { mount } from './ui/mount.tsx';

/** The script of the view configuration.xml. */
void mount('sa-misp-configuration', <App />);
