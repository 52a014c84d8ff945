/** URLs that lead to where nobody outside may send us, in every spelling that we know of. */

const PRIVATE_V4 = [
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
  ...['169.254.170.2', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.1.1'],
  ...['198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1'],
  ...['255.255.255.255', '168.63.129.16'],
] as const;

const PRIVATE_V6 = [
  ...['::', '::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', 'ff05::2', '100::1'],
  ...['2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1'],
  ...['2002:7f00:1::', '2002:a00:1::', '2002:808:808::', '3fff::1', '5f00::1', '64:ff9b:1::a00:1', '4000::1'],
] as const;

/** The schemes, hosts, ports and writings that are refused as they stand. */
const MALFORMED = [
  ...['', 'https://', 'https:///x', 'https:example.com', '//example.com/', 'example.com', 'https://example.com:99999/'],
  ...[
    'http://example.com/',
    'HTTP://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
  ],
  ...[
    'data:text/plain,x',
    'javascript:alert(1)',
    'ws://example.com/',
    'blob:https://example.com/x',
    'unix:/run/docker.sock',
  ],
  ...['https://user@example.com/', 'https://user:pass@example.com/', 'https://@example.com/', 'https://:@example.com/'],
  ...['https://example.com@127.0.0.1/', 'https://127.0.0.1@example.com/', 'https://example.com%40127.0.0.1/'],
  ...['https://example.com\\@127.0.0.1/', 'https://example.com\\.evil.test/', 'https:\\\\example.com/'],
  ...['https://example.com#@127.0.0.1/', 'https://example.com?@127.0.0.1/'].map((url) => url.replace('//', '//x@')),
  ...[21, 22, 23, 25, 80, 110, 443_0, 2375, 3306, 5432, 6379, 8080, 9200, 11211, 27017].map(
    (port) => `https://example.com:${port}/`,
  ),
  ...['https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://localhost.localdomain./'],
  ...['https://metadata/', 'https://db/', 'https://kubernetes/', 'https://example.com./', 'https://a..b.com/'],
  ...['https://127.0.0.1./', 'https://127.0.0.1.:443/', 'https://%31%32%37.0.0.1/', 'https://127。0。0。1/'],
  ...['https://127.0.0.1%00.example.com/', 'https://127.0.0.1%0d%0aHost:x/', 'https://example.com:443:80/'],
  ...[
    'https://①②⑦.⓪.⓪.①/',
    'https://１２７.０.０.１/',
    'https://१२७.०.०.१/',
    'https://ⓛocalhost/',
    'https://loc\u00adalhost/',
  ],
  ...[
    ' https://example.com/',
    'https://example.com/ ',
    'https://exam\tple.com/',
    'https://example.com/\n',
    'https://ex ample.com/',
  ],
  ...[
    'https://[::1/',
    'https://::1/',
    'https://[]/',
    'https://[::1%25eth0]/',
    'https://[fe80::1%25lo]/',
    'https://[fe80::1%lo]/',
  ],
  ...['https://[v1.fe80::a]/', 'https://[::127.0.0.1]:80/', 'https://-/', 'https://./', 'https://*.example.com/'],
] as const;

/** Every URL of the corpus. */
export const SSRF_CORPUS: readonly string[] = [
  ...PRIVATE_V4.flatMap((address) => spellingsV4(address).map((host) => `https://${host}/`)),
  ...PRIVATE_V4.flatMap((address) => embeddedV6(address).map((host) => `https://[${host}]/`)),
  ...PRIVATE_V6.map((address) => `https://[${address}]/`),
  ...PRIVATE_V6.map((address) => `https://[${expanded(address)}]:8443/x`),
  ...MALFORMED,
];

/** As `inet_aton` and the URL standard read it: octal, hexadecimal, short, one number, and mixtures. */
function spellingsV4(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (part: number) => `0x${part.toString(16)}`;
  const octal = (part: number) => `0${part.toString(8)}`;
  return [
    address,
    String(whole),
    hex(whole),
    octal(whole),
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    `00000${octal(a)}.${b}.${c}.${d}`,
  ];
}

/** Mapped, compatible, translated (RFC 6145, 6052), 6to4; dotted and in hexadecimal. */
function embeddedV6(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const groups = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  return [
    ...[`::ffff:${address}`, `::ffff:${groups}`, `0:0:0:0:0:FFFF:${groups}`, `::${groups}`],
    ...[`::ffff:0:${groups}`, `64:ff9b::${groups}`, `64:ff9b::${address}`, `2002:${groups}::1`],
  ];
}

function expanded(address: string): string {
  const [head = '', tail = ''] = address.split('::').map((half) => half.split(':').filter(Boolean).join(':'));
  const [before, after] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(':');
}
