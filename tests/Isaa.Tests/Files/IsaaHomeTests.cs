using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Tests.Files;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class IsaaHomeTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("isaa-home-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_in_a_new_home_is_its_owners_alone()
    {
        var home = IsaaHome.Open(Path.Combine(_folder, "home"));
        var deep = home.Folder("sessions", "one");
        _ = home.HostId;

        string[] made = [home.Path, Path.GetDirectoryName(deep)!, deep, home.File("host-id")];

        Assert.All(made, path => Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(path) & Others));
    }

    [Fact]
    public void The_host_id_stays_the_same()
    {
        var first = IsaaHome.Open(Path.Combine(_folder, "home")).HostId;

        Assert.Equal(16, first.Length);
        Assert.Equal(first, IsaaHome.Open(Path.Combine(_folder, "home")).HostId);
    }

    [Fact]
    public async Task Many_that_ask_at_once_for_a_new_host_id_get_the_same_one()
    {
        var path = Path.Combine(_folder, "home");

        var ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => IsaaHome.Open(path).HostId)));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public void A_folder_with_foreign_files_that_others_can_read_is_refused_and_left_as_it_was()
    {
        File.WriteAllText(Path.Combine(_folder, "theirs.txt"), "x");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);

        var error = Assert.Throws<IsaaException>(() => IsaaHome.Open(_folder));

        Assert.Equal("home_not_private", error.Code);
        Assert.Contains("chmod 700", error.Message, StringComparison.Ordinal);
        Assert.True(File.GetUnixFileMode(_folder).HasFlag(UnixFileMode.GroupRead));
    }
}
