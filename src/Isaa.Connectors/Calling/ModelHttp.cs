namespace Isaa.Connectors.Calling;

/// <summary>Makes the HTTP client that all models of a kind share.</summary>
internal static class ModelHttp
{
    public static HttpClient Create()
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(15),
        };
        return new HttpClient(new RedirectRefusal { InnerHandler = sockets }) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
