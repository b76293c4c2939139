using System.Diagnostics;

namespace Isaa.Functions.Proof;

/// <summary>Functions that try to get out, and answer with what they got at after the word that they ran.</summary>
internal static class LanguageTrials
{
    private const string Python = """
        import os, socket

        def trial(canary, places, port):
            got = ['ran']

            def attempt(name, act):
                try:
                    act()
                    got.append(name)
                except OSError:
                    pass

            attempt('file', lambda: open(canary).close())
            for place in places:
                attempt('write ' + place, lambda: open(place + '/isaa-check', 'w').close())
            attempt('network', lambda: socket.create_connection(('127.0.0.1', port), 1).close())
            if len([name for name in os.listdir('/proc') if name.isdigit()]) > 3:
                got.append('processes')
            return got
        """;

    private const string JavaScript = """
        import fs from 'fs';
        import net from 'net';

        export async function trial({ canary, places, port }) {
          const got = ['ran'];
          const attempt = async (name, act) => { try { await act(); got.push(name); } catch { } };
          await attempt('file', () => fs.readFileSync(canary));
          for (const place of places) await attempt('write ' + place, () => fs.writeFileSync(place + '/isaa-check', ''));
          await attempt('network', () => new Promise((yes, no) => { net.connect(port, '127.0.0.1', yes).on('error', no); }));
          if (fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length > 3) got.push('processes');
          return got;
        }
        """;

    private const string CSharp = """
        using System.IO;
        using System.Net.Sockets;

        public static List<string> trial(string canary, string[] places, int port)
        {
            List<string> got = ["ran"];
            void Attempt(string name, Action act)
            {
                try { act(); got.Add(name); } catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException) { }
            }

            Attempt("file", () => File.ReadAllText(canary));
            foreach (var place in places) Attempt("write " + place, () => File.WriteAllText(place + "/isaa-check", ""));
            Attempt("network", () => new TcpClient().Connect("127.0.0.1", port));
            if (Directory.GetDirectories("/proc").Count(path => char.IsDigit(path[^1])) > 3) got.Add("processes");
            return got;
        }
        """;

    public static string Of(FunctionLanguage language) => language switch
    {
        FunctionLanguage.Python => Python,
        FunctionLanguage.JavaScript => JavaScript,
        FunctionLanguage.CSharp => CSharp,
        _ => throw new UnreachableException(),
    };
}
