using Isaa.Files;

namespace Isaa.Server.Tests;

internal sealed class TemporaryHome : IDisposable
{
    public IsaaHome Home { get; } = IsaaHome.Open(TestServer.NewFolder());

    public void Dispose() => Directory.Delete(Home.Path, recursive: true);
}
