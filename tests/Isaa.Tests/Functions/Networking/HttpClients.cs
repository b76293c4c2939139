using Isaa.Functions;

namespace Isaa.Tests.Functions.Networking;

/// <summary>The same request by the usual clients of each language.</summary>
internal static class HttpClients
{
    public static readonly IReadOnlyDictionary<string, (FunctionLanguage Language, string Code)> All = new Dictionary<string, (FunctionLanguage, string)>
    {
        ["urllib"] = (FunctionLanguage.Python, """
            import ssl, urllib.request
            def work(url, data=None):
                try:
                    request = urllib.request.Request(url, data=data and data.encode())
                    with urllib.request.urlopen(request, timeout=10, context=ssl._create_unverified_context()) as answer:
                        return answer.read().decode()
                except Exception as error:
                    return f'error: {error}'
            """),
        ["fetch"] = (FunctionLanguage.JavaScript, """
            export async function work({ url, data }) {
              try {
                const answer = await fetch(url, data ? { method: 'POST', body: data } : {});
                const text = await answer.text();
                return answer.ok ? text : `error: ${text}`;
              } catch (error) {
                return `error: ${error.cause?.message ?? error.message}`;
              }
            }
            """),
        ["http"] = (FunctionLanguage.JavaScript, """
            import http from 'http';
            import https from 'https';
            const ask = (url, data) => new Promise((yes, no) => {
              const request = (url.startsWith('https') ? https : http).request(url, { method: data ? 'POST' : 'GET', rejectUnauthorized: false }, (answer) => {
                let text = '';
                answer.on('data', (part) => { text += part; });
                answer.on('error', no);
                answer.on('end', () => (answer.headers.location ? ask(answer.headers.location, data).then(yes, no) : yes(text)));
              });
              request.on('error', no);
              request.end(data);
            });
            export const work = ({ url, data }) => ask(url, data).catch((error) => `error: ${error.message}`);
            """),
        ["HttpClient"] = (FunctionLanguage.CSharp, """
            using System.Net.Http;
            using System.Net.Http.Json;
            public static async Task<string> work(string url, string? data = null)
            {
                using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
                try
                {
                    using var answer = data is null ? await client.GetAsync(url) : await client.PostAsJsonAsync(url, data);
                    return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
                }
                catch (Exception e)
                {
                    return $"error: {e.Message} {e.InnerException?.Message}";
                }
            }
            """),
    };

    public static FunctionDefinition Define(string client, params string[] network) =>
        FunctionBed.Define(All[client].Language, All[client].Code) with { IsAsync = client != "urllib", SafeMode = false, AllowedImports = ["*"], Network = network };
}
