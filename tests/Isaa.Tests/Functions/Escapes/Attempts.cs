namespace Isaa.Tests.Functions.Escapes;

/// <summary>The same attempts in every language.</summary>
internal static class Attempts
{
    public const string Python = """
        import os, socket, ctypes

        def tries(names, attempt):
            done = []
            for name in names:
                try:
                    if attempt(name) is not False: done.append(name)
                except BaseException:
                    pass
            return done

        def write(place):
            path = place + '/isaa-escape'
            with open(path, 'w') as file: file.write('x')
            os.remove(path)

        def connect(family, address):
            with socket.socket(family, socket.SOCK_STREAM) as s:
                s.settimeout(1)
                s.connect(address)

        def descriptors(secret):
            for number in range(3, 1024):
                try:
                    if secret in os.pread(number, 4096, 0).decode('latin-1'): return True
                except OSError:
                    pass
            return False

        def calls():
            libc = ctypes.CDLL(None)
            return any(libc.syscall(number, 0, 0, 0, 0, 0) >= 0 for number in ((97, 40, 117, 280, 268) if os.uname().machine == 'aarch64' else (272, 165, 101, 321, 308)))

        def work(files, places, port, socket: str, secret):
            import socket as s
            return {
                'read': tries(files, lambda path: len(open(path, 'rb').read(4096)) > 0),
                'written': tries(places, write),
                'reached': tries(['loopback', 'loopback6', 'unix', 'abstract', 'outside'], lambda name: connect(*{
                    'loopback': (s.AF_INET, ('127.0.0.1', port)), 'loopback6': (s.AF_INET6, ('::1', port)), 'unix': (s.AF_UNIX, socket),
                    'abstract': (s.AF_UNIX, '\0' + socket), 'outside': (s.AF_INET, ('192.0.2.1', 80))}[name])),
                'seen': tries(LOOKS, lambda name: LOOKS[name](secret)),
            }

        LOOKS = {
            'environment': lambda secret: secret in str(dict(os.environ)),
            'processes': lambda secret: len([p for p in os.listdir('/proc') if p.isdigit()]) > 3,
            'descriptors': descriptors,
            'calls': lambda secret: calls(),
            'memory': lambda secret: open('/proc/1/mem', 'rb').read(1) and True,
        }
        """;

    public const string JavaScript = """
        import fs from 'fs';
        import net from 'net';
        import process from 'process';

        const tries = async (names, attempt) => {
          const done = [];
          for (const name of names) {
            try { if (await attempt(name) !== false) done.push(name); } catch { }
          }
          return done;
        };

        const connect = (options) => new Promise((yes, no) => {
          const s = net.connect(options, () => { s.destroy(); yes(); });
          s.on('error', no);
          setTimeout(() => { s.destroy(); no(new Error('time')); }, 1000);
        });

        const write = (place) => {
          fs.writeFileSync(`${place}/isaa-escape`, 'x');
          fs.unlinkSync(`${place}/isaa-escape`);
        };

        const descriptors = (secret) => {
          for (let number = 3; number < 64; number++) {
            try {
              const target = fs.readlinkSync(`/proc/self/fd/${number}`);
              if (target.startsWith('/') && !target.startsWith('/dev/') && !target.startsWith('/isaa/')) {
                if (fs.readFileSync(`/proc/self/fd/${number}`, 'utf8').includes(secret)) return true;
              }
            } catch { }
          }
          return false;
        };

        const looks = {
          environment: (secret) => JSON.stringify(process.env).includes(secret),
          processes: () => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length > 3,
          descriptors,
          calls: () => { fs.writeFileSync('/proc/self/uid_map', '0 0 1'); },
          memory: () => fs.readSync(fs.openSync('/proc/1/mem'), new Uint8Array(1), 0, 1, 0) > 0,
        };

        export async function work({ files, places, port, socket, secret }) {
          return {
            read: await tries(files, (path) => fs.readFileSync(path).length > 0),
            written: await tries(places, write),
            reached: await tries(['loopback', 'loopback6', 'unix', 'abstract', 'outside'], (name) => connect({
              loopback: { host: '127.0.0.1', port }, loopback6: { host: '::1', port }, unix: { path: socket }, abstract: { path: '\0' + socket }, outside: { host: '192.0.2.1', port: 80 },
            }[name])),
            seen: await tries(Object.keys(looks), (name) => looks[name](secret)),
          };
        }
        """;

    public const string CSharp = """
        using System.Diagnostics;
        using System.IO;
        using System.Net;
        using System.Net.Sockets;
        using System.Runtime.InteropServices;

        public static class Escape
        {
            [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
            static extern int Unshare(int flags);

            [DllImport("libc", EntryPoint = "pread")]
            static extern nint Read(int descriptor, byte[] buffer, nint count, long offset);

            static List<string> Tries(IEnumerable<string> names, Func<string, bool> attempt)
            {
                var done = new List<string>();
                foreach (var name in names)
                {
                    try { if (attempt(name)) done.Add(name); } catch { }
                }

                return done;
            }

            static bool Write(string place)
            {
                File.WriteAllText(place + "/isaa-escape", "x");
                File.Delete(place + "/isaa-escape");
                return true;
            }

            static bool Connect(AddressFamily family, EndPoint to)
            {
                using var socket = new Socket(family, SocketType.Stream, ProtocolType.Unspecified);
                return socket.ConnectAsync(to).Wait(1000);
            }

            static bool Descriptors(string secret)
            {
                var buffer = new byte[4096];
                for (var number = 3; number < 1024; number++)
                {
                    var count = (int)Read(number, buffer, buffer.Length, 0);
                    if (count > 0 && System.Text.Encoding.Latin1.GetString(buffer, 0, count).Contains(secret)) return true;
                }

                return false;
            }

            public static object work(string[] files, string[] places, int port, string socket, string secret)
            {
                var ways = new Dictionary<string, Func<bool>>
                {
                    ["loopback"] = () => Connect(AddressFamily.InterNetwork, new IPEndPoint(IPAddress.Loopback, port)),
                    ["loopback6"] = () => Connect(AddressFamily.InterNetworkV6, new IPEndPoint(IPAddress.IPv6Loopback, port)),
                    ["unix"] = () => Connect(AddressFamily.Unix, new UnixDomainSocketEndPoint(socket)),
                    ["abstract"] = () => Connect(AddressFamily.Unix, new UnixDomainSocketEndPoint("\0" + socket)),
                    ["outside"] = () => Connect(AddressFamily.InterNetwork, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 80)),
                };
                var looks = new Dictionary<string, Func<bool>>
                {
                    ["environment"] = () => Environment.GetEnvironmentVariables().Values.Cast<string>().Any(value => value.Contains(secret)),
                    ["processes"] = () => Directory.GetDirectories("/proc").Count(path => char.IsDigit(path[^1])) > 3,
                    ["descriptors"] = () => Descriptors(secret),
                    ["calls"] = () => Unshare(0x10000000) == 0,
                    ["memory"] = () => File.OpenRead("/proc/1/mem").ReadByte() >= 0,
                };
                return new
                {
                    Read = Tries(files, path => File.ReadAllBytes(path).Length > 0),
                    Written = Tries(places, Write),
                    Reached = Tries(ways.Keys, name => ways[name]()),
                    Seen = Tries(looks.Keys, name => looks[name]()),
                };
            }
        }
        """;
}
