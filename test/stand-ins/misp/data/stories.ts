import { hash } from '../store/hash.ts';

/** type, value, comment, tags of its own */
export type Indicator = readonly [type: string, value: string, comment?: string, tags?: readonly string[]];
/** relation, type, value */
export type Part = readonly [relation: string, type: string, value: string];

export interface Story {
  readonly info: string;
  /** Days before now. */
  readonly age: number;
  readonly threat: '1' | '2' | '3' | '4';
  readonly tags: readonly string[];
  readonly isPartners?: boolean;
  /** What its generated names are made of; none are generated without. */
  readonly word?: string;
  readonly indicators: readonly Indicator[];
  readonly objects?: readonly (readonly Part[])[];
  /** Not yet published, or not shared with the other organisation. */
  readonly state?: 'draft' | 'private';
}

const CERTAIN = 'misp:confidence-level="usually-confident"';
const BEAR = 'misp-galaxy:threat-actor="Invented Bear"';

/** Invented throughout: names under .example, addresses reserved for documentation. */
export const STORIES: readonly Story[] = [
  {
    info: 'COVID-19 vaccination phishing against hospitals',
    age: 0.2,
    threat: '1',
    tags: ['tlp:green', BEAR],
    word: 'vaccine',
    indicators: [
      ['email-src', 'appointments@vaccine.example', 'sender'],
      ['email-reply-to', 'desk@vaccine-reply.example'],
      ['email-subject', 'Your vaccination appointment, "urgent" – ワクチン接種'],
      ['email-dst', 'reception@hospital.example'],
      ['email-attachment', 'vaccination_form,2026.docm', '', ['tlp:amber']],
      ['target-email', 'matron@hospital.example'],
      ['email', 'help@vaccine.example'],
      ['filename|sha256', `vaccination_form.docm|${hash('vaccination form', 64)}`, 'attachment', [CERTAIN]],
      ['user-agent', 'Mozilla/5.0 (Windows NT 10.0) "weird", agent'],
    ],
    objects: [
      [
        ['from', 'email-src', 'clinic@vaccine.example'],
        ['subject', 'email-subject', 'Results, "confidential"'],
        ['attachment', 'email-attachment', 'results.iso'],
        ['reply-to', 'email-reply-to', 'answers@vaccine.example'],
      ],
    ],
  },
  {
    info: 'Ransomware "NightOwl" affiliate infrastructure',
    age: 0.4,
    threat: '1',
    tags: ['tlp:amber', 'PAP:AMBER', 'misp-galaxy:ransomware="NightOwl"'],
    word: 'nightowl',
    indicators: [
      ['onion-address', 'nightowlnightowlnightowlnightowlnightowlnightowlnightow1.onion', 'leak site'],
      ['btc', '1InventedInventedInventedInventedX'],
      ['mutex', 'Global\\NightOwlRunsOnce'],
      ['regkey', 'HKLM\\SOFTWARE\\NightOwl\\Run'],
      ['regkey|value', 'HKCU\\Software\\NightOwl|%WINDIR%\\Temp\\owl.exe /s "q"'],
      ['windows-service-name', 'OwlSvc'],
      ['windows-service-displayname', 'Owl Update Service'],
      ['named pipe', '\\\\.\\pipe\\owl'],
      ['imphash', hash('owl imphash', 32)],
      ['ssdeep', '96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp'],
      ['malware-sample', `owl.exe|${hash('owl sample', 32)}`, 'locker', ['tlp:red']],
    ],
    objects: [
      [
        ['name', 'text', 'owl.exe'],
        ['image', 'filename', '%WINDIR%\\Temp\\owl.exe'],
        ['command-line', 'text', 'owl.exe /encrypt "C:\\Users" -q'],
        ['pid', 'text', '4242'],
      ],
      [
        ['key', 'regkey', 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\OwlSvc'],
        ['data', 'text', '%WINDIR%\\owl.exe'],
        ['name', 'text', 'ImagePath'],
      ],
    ],
  },
  {
    info: 'Banking trojan with fake parcel notices',
    age: 0.6,
    threat: '2',
    tags: ['tlp:white'],
    isPartners: true,
    word: 'parcel',
    indicators: [
      ['filename', 'parcel, "notice" 2026.pdf.exe'],
      ['filename|md5', `parcel.exe|${hash('parcel pair', 32)}`],
      ['ja3-fingerprint-md5', hash('parcel ja3', 32)],
      ['jarm-fingerprint', hash('parcel jarm', 62)],
      ['link', 'https://reports.example/parcel,1.html'],
      ['comment', 'Two waves,\n"parcel" and «colis»'],
    ],
    objects: [
      [
        ['filename', 'filename', 'parcel-setup.exe'],
        ['md5', 'md5', hash('parcel object', 32)],
        ['sha256', 'sha256', hash('parcel object', 64)],
        ['size-in-bytes', 'size-in-bytes', '40960'],
      ],
    ],
  },
  {
    info: 'IoT botnet "CamNet": scanners and command servers',
    age: 0.8,
    threat: '3',
    tags: ['tlp:clear'],
    word: 'camnet',
    indicators: [
      ['ip-src', '203.0.113.5', 'scanner', [CERTAIN]],
      ['ip-src|port', '203.0.113.6|23', 'scanner'],
      ['ip-dst', '2001:db8::44'],
      ['ip-dst', '203.0.113.64/28', 'whole network'],
      ['AS', '64500'],
      ['mac-address', '00:00:5e:00:53:af'],
      ['port', '48101'],
      ['uri', '/cgi-bin/cam.cgi?x=%20'],
      ['uri', 'http://camnet.example/cgi-bin/cam.cgi'],
      ['target-user', 'admin'],
      ['md5', hash('camnet arm7', 32), 'arm7'],
      ['md5', hash('camnet mips', 32), 'mips'],
    ],
    objects: [
      [
        ['ip-src', 'ip-src', '203.0.113.5'],
        ['ip-dst', 'ip-dst', '203.0.113.77'],
        ['dst-port', 'port', '23'],
        ['layer4-protocol', 'text', 'TCP'],
      ],
      [
        ['username', 'text', 'root'],
        ['password', 'text', 'camera123'],
      ],
    ],
  },
  {
    info: 'COVID-19 Überbrückungshilfe: falsche Förderanträge',
    age: 0.1,
    threat: '2',
    tags: ['tlp:green', 'PAP:GREEN'],
    word: 'hilfe',
    indicators: [
      ['email-subject', 'Ihr Antrag auf "Überbrückungshilfe III"'],
      ['domain|ip', 'antrag.example|198.51.100.77'],
      ['whois-registrant-email', 'hans@hilfe.example'],
      ['whois-registrant-name', 'Hans Erfunden'],
      ['dns-soa-email', 'dns@hilfe.example'],
    ],
    objects: [
      [
        ['domain', 'domain', 'hilfe-object.example'],
        ['ip', 'ip-dst', '203.0.113.151'],
        ['ip', 'ip-dst', '203.0.113.152'],
      ],
    ],
  },
  {
    info: 'Card skimmers on web shops – Überweisung "neu"',
    age: 0.9,
    threat: '2',
    tags: ['tlp:green'],
    word: 'checkout',
    indicators: [
      ['hostname|port', 'cdn.checkout.example|8443'],
      ['sha1', hash('checkout script', 40), 'skimmer.js'],
      ['x509-fingerprint-sha1', hash('checkout certificate', 40)],
      ['vulnerability', 'CVE-2026-0001'],
    ],
    objects: [
      [
        ['serial-number', 'text', '00c0ffee'],
        ['issuer', 'text', 'CN=Invented CA, O=Invented Trust, OU=Web'],
        ['subject', 'text', 'CN=cdn.checkout.example, O=Checkout GmbH, OU="Shop, Web"'],
        ['x509-fingerprint-sha1', 'x509-fingerprint-sha1', hash('checkout object', 40)],
      ],
      [
        ['url', 'url', 'https://cdn.checkout.example/skimmer.js?v=1,2'],
        ['domain', 'domain', 'cdn-checkout.example'],
        ['resource_path', 'text', '/skimmer.js'],
      ],
    ],
  },
  {
    info: 'Espionage against universities, 日本語 decoys',
    age: 3,
    threat: '1',
    tags: ['tlp:red', 'PAP:RED', BEAR],
    word: 'campus',
    indicators: [
      ['filename', '研究計画.pdf.lnk', 'decoy'],
      ['sha512', hash('campus implant', 128)],
      ['sha384', hash('campus implant', 96)],
      ['sha224', hash('campus implant', 56)],
      ['sha512/224', hash('campus implant short', 56)],
      ['sha512/256', hash('campus implant short', 64)],
      ['windows-scheduled-task', 'CampusSync'],
      ['yara', 'rule campus {\n  strings:\n    $a = "école" wide\n  condition:\n    $a\n}'],
      ['sigma', 'title: Campus\nlogsource:\n  product: windows\ndetection:\n  condition: selection'],
    ],
  },
  {
    info: 'Tax refund smishing',
    age: 5,
    threat: '3',
    tags: ['tlp:white'],
    isPartners: true,
    word: 'refund',
    indicators: [
      ['phone-number', '+4915550100'],
      ['url', 'https://refund.example/r?n=100%25'],
    ],
  },
  {
    info: 'Cracked software with stealer',
    age: 9,
    threat: '3',
    tags: ['tlp:green'],
    word: 'keygen',
    indicators: [
      ['filename|sha1', `keygen.exe|${hash('keygen pair', 40)}`],
      ['authentihash', hash('keygen authentihash', 64)],
      ['pehash', hash('keygen pehash', 40)],
      ['vhash', '015056656d155510f8z731z4dz2035z2fz'],
      ['tlsh', `T1${hash('keygen tlsh', 70).toUpperCase()}`],
      ['github-username', 'keygen-invented'],
    ],
  },
  {
    info: 'Supply-chain attack on a build tool',
    age: 20,
    threat: '1',
    tags: ['tlp:amber+strict'],
    word: 'buildtool',
    indicators: [
      ['sha3-224', hash('buildtool', 56)],
      ['sha3-256', hash('buildtool', 64)],
      ['sha3-384', hash('buildtool', 96)],
      ['sha3-512', hash('buildtool', 128)],
      ['x509-fingerprint-md5', hash('buildtool certificate', 32)],
      ['x509-fingerprint-sha256', hash('buildtool certificate', 64)],
      ['github-repository', 'buildtool-invented/buildtool'],
    ],
  },
  {
    info: 'VPN gateways scanned for a known vulnerability',
    age: 2,
    threat: '2',
    tags: ['tlp:clear', 'PAP:CLEAR'],
    word: 'gateway',
    indicators: [
      ['ip-src', '203.0.113.7', 'scanner'],
      ['vulnerability', 'CVE-2026-0002'],
      ['user-agent', 'curl/0.0 (gateway; scan)'],
    ],
  },
  {
    info: "Suppliers' e-mail accounts taken over: changed bank details",
    age: 4,
    threat: '2',
    tags: ['tlp:amber'],
    isPartners: true,
    word: 'supplier',
    indicators: [
      ['email-src', 'accounts@supp1ier.example', 'look-alike'],
      ['iban', 'DE00000000000000000000'],
      ['attachment', 'new bank details.pdf'],
    ],
  },
  {
    info: 'Beacon servers, week 47',
    age: 6,
    threat: '2',
    tags: ['tlp:green'],
    word: 'beacon',
    indicators: [['ip-dst|port', '203.0.113.100|50050', 'team server']],
  },
  {
    info: 'Wallet drainers',
    age: 14,
    threat: '3',
    tags: ['tlp:white'],
    word: 'wallet',
    indicators: [['btc', '3InventedInventedInventedInventedYY']],
  },
  {
    info: 'Wiper in a logistics company',
    age: 30,
    threat: '1',
    tags: ['tlp:red'],
    word: 'wiper',
    indicators: [['filename', 'c1ean.exe']],
  },
  {
    info: 'Hotel booking phishing',
    age: 45,
    threat: '3',
    tags: ['tlp:green'],
    word: 'booking',
    isPartners: true,
    indicators: [['email-src', 'reservations@booking-desk.example']],
  },
  {
    info: 'Rogue remote-support tools',
    age: 60,
    threat: '2',
    tags: ['tlp:clear'],
    word: 'support',
    indicators: [['hostname', 'remote.support.example']],
  },
  {
    info: 'Watering hole on a trade journal',
    age: 90,
    threat: '1',
    tags: ['tlp:amber'],
    word: 'journal',
    indicators: [['url', 'http://journal.example/js/jquery.min.js?v=%20']],
  },
  {
    info: 'Old worm still seen',
    age: 200,
    threat: '4',
    tags: [],
    word: 'worm',
    indicators: [['ip-dst', '203.0.113.201']],
  },
  {
    info: 'Not yet published: new loader',
    age: 0.01,
    threat: '4',
    tags: ['tlp:amber'],
    state: 'draft',
    indicators: [
      ['domain', 'draft.example'],
      ['md5', hash('draft', 32)],
    ],
  },
  {
    info: 'Own investigation, not shared',
    age: 0.7,
    threat: '2',
    tags: ['tlp:red'],
    state: 'private',
    indicators: [
      ['ip-dst', '203.0.113.200'],
      ['domain', 'internal-case.example'],
    ],
  },
  {
    info: 'Investigation of the partner, not shared',
    age: 0.7,
    threat: '2',
    tags: ['tlp:red'],
    isPartners: true,
    state: 'private',
    indicators: [['domain', 'partner-case.example']],
  },
];
