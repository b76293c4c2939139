using Isaa.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Isaa.Server.Security;

/// <summary>
/// Decides whether a request is let in: its Host header must name this server (a web page under another name may resolve to this machine), it must
/// not come from another site's page, and over the network it must show the key. The owner's own socket needs none.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, GuardOptions options)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (!IsKnownHost(context.Request.Host))
        {
            return ProblemAnswer.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "host_refused",
                "The Host header does not name this server. Allowed are the loopback names and those given with --allow-host.");
        }

        if (IsFromElsewhere(context.Request))
        {
            return ProblemAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "origin_refused", "Requests from another site's pages are refused.");
        }

        if (!IsOpen(context.Request.Path) && !IsOwner(context) && !HasKey(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return ProblemAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, "key_missing",
                $"This call needs the server's API key in the header 'Authorization: Bearer KEY'. The key is in {options.KeyFile} on the server's machine.");
        }

        return next(context);
    }

    private bool IsKnownHost(HostString host) =>
        LoopbackNames.Contains(host.Host, StringComparer.OrdinalIgnoreCase) || options.AllowedHosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase);

    private static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "cross-site" or "same-site")
        {
            return true;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOpen(PathString path) => path.Equals("/api/v1/health", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwner(HttpContext context) => context.Features.Get<OwnerConnection>() is not null;

    private bool HasKey(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1
            && header[0] is { } text
            && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && options.Key is not null
            && options.Key.Matches(text.AsSpan(Scheme.Length).Trim());
    }
}
