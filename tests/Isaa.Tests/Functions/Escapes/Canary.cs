using System.Net;
using System.Net.Sockets;
using Isaa.Tests.Files;

namespace Isaa.Tests.Functions.Escapes;

/// <summary>What hostile code would like to reach: files with a secret, one of which only its owner can read, listeners, an inherited descriptor.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class Canary : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _tcp = new(IPAddress.Loopback, 0);
    private readonly Socket _unix = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly FileStream _inherited;

    public Canary()
    {
        File.WriteAllText(Open, Secret);
        File.WriteAllText(Private, Secret);
        File.SetUnixFileMode(Private, UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Environment.SetEnvironmentVariable("ISAA_TEST_ESCAPE_SECRET", Secret);
        _tcp.Start();
        _unix.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _unix.Listen();
        _inherited = File.OpenRead(Open);
    }

    public string Secret { get; } = $"canary-{Path.GetRandomFileName()}";

    public string Open => _folder["open"];

    /// <summary>Only root, or the ordinary user that runs the tests, can read it.</summary>
    public string Private => _folder["private"];

    public string SocketPath => _folder["socket"];

    public int Port => ((IPEndPoint)_tcp.LocalEndpoint).Port;

    public string Folder => _folder.Path;

    /// <summary>Whether anybody knocked, or anything of it changed.</summary>
    public void AssertUntouched()
    {
        Assert.False(_tcp.Pending(), "somebody reached the listener on loopback");
        Assert.False(_unix.Poll(0, SelectMode.SelectRead), "somebody reached the Unix socket");
        Assert.Equal(["open", "private", "socket"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).Order());
        Assert.Equal(Secret, File.ReadAllText(Open));
    }

    public void Dispose()
    {
        _inherited.Dispose();
        _tcp.Dispose();
        _unix.Dispose();
        _folder.Dispose();
    }
}
