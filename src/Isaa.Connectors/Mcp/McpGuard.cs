using System.Globalization;
using Isaa.Diagnostics;

namespace Isaa.Connectors.Mcp;

/// <summary>Keeps a server's headers, which hold secrets, at the place that the definition names, and its answers within bounds.</summary>
/// <param name="server">The server's name.</param>
/// <param name="address">Its address.</param>
/// <param name="answerBytes">The most bytes of one answer.</param>
internal sealed class McpGuard(string server, Uri address, int answerBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } target || Uri.Compare(target, address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new IsaaException("mcp_unavailable", $"Server '{server}' names {request.RequestUri?.GetLeftPart(UriPartial.Authority)} as the place to talk to, which is not its own. The headers would go along, so it is not used.");
        }

        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            using (response)
            {
                throw new IsaaException("mcp_unavailable", string.Create(
                    CultureInfo.InvariantCulture,
                    $"Server '{server}' answers with a redirect (HTTP {(int)response.StatusCode}), which is not followed because the headers would go along. Put the address where it is into the definition."));
            }
        }

        var isEvents = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var bounded = new StreamContent(new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), answerBytes, isEvents));
        foreach (var (name, values) in response.Content.Headers)
        {
            _ = bounded.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = bounded;
        return response;
    }
}
