using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _outer = new();
    private readonly string _root;

    public WorkspaceTests()
    {
        _root = Directory.CreateDirectory(_outer["root"]).FullName;
        Directory.CreateDirectory(_outer["root-sibling"]);
        File.WriteAllText(_outer["root-sibling/secret.txt"], "secret");
        File.WriteAllText(_outer["secret.txt"], "secret");
        File.WriteAllText(Path.Combine(_root, "a.txt"), "inside");
        Directory.CreateDirectory(Path.Combine(_root, "sub"));
        File.CreateSymbolicLink(Path.Combine(_root, "out.txt"), "../secret.txt");
        File.CreateSymbolicLink(Path.Combine(_root, "absolute.txt"), _outer["secret.txt"]);
        Directory.CreateSymbolicLink(Path.Combine(_root, "outfolder"), _outer.Path);
        File.CreateSymbolicLink(Path.Combine(_root, "sub", "in.txt"), "../a.txt");
        File.CreateSymbolicLink(Path.Combine(_root, "loop"), "loop");
    }

    public static TheoryData<bool> Ways => [true, false];

    public void Dispose() => _outer.Dispose();

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("sub/../../secret.txt")]
    [InlineData("../root-sibling/secret.txt")]
    [InlineData("out.txt")]
    [InlineData("absolute.txt")]
    [InlineData("outfolder/secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("/workspace/../secret.txt")]
    [InlineData("loop")]
    [InlineData("..")]
    public void A_path_that_leads_out_is_refused_for_every_act(string path)
    {
        foreach (var usesOpenAt2 in new[] { true, false })
        {
            using var workspace = Workspace.Open(_root, usesOpenAt2);

            var reading = Assert.Throws<IsaaException>(() => workspace.OpenRead(path)).Code;
            Assert.Contains(reading, new[] { "path_outside_workspace", "file_not_found" });
            Assert.NotEqual("secret", TryRead(workspace, path));
            Assert.Throws<IsaaException>(() => workspace.Write(path, "x"u8));
            Assert.Throws<IsaaException>(() => workspace.Write(path + "/made/new.txt", "x"u8));
            Assert.Equal("secret", File.ReadAllText(_outer["secret.txt"]));
            Assert.Equal("secret", File.ReadAllText(_outer["root-sibling/secret.txt"]));
            Assert.Equal(["root", "root-sibling", "secret.txt"], Directory.GetFileSystemEntries(_outer.Path).Select(Path.GetFileName).Order());
        }
    }

    [Fact]
    public void An_absolute_path_is_refused_with_what_would_be_right_even_when_it_lies_inside()
    {
        using var workspace = Workspace.Open(_root);

        var error = Assert.Throws<IsaaException>(() => workspace.OpenRead(Path.Combine(_root, "a.txt")));

        Assert.Equal("path_outside_workspace", error.Code);
        Assert.Contains("relative to the workspace", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public void The_path_that_sandboxed_code_sees_is_the_same_place(bool usesOpenAt2)
    {
        using var workspace = Workspace.Open(_root, usesOpenAt2);

        Assert.Equal("inside", TryRead(workspace, "/workspace/a.txt"));
        Assert.Equal("inside", TryRead(workspace, "sub/../a.txt"));
        Assert.NotEmpty(workspace.List("/workspace", isRecursive: false, most: 10));
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed() => Assert.Equal("inside", TryRead(Workspace.Open(_root), "sub/in.txt"));

    [Theory, MemberData(nameof(Ways))]
    public void Writing_makes_folders_replaces_content_and_keeps_permissions(bool usesOpenAt2)
    {
        using var workspace = Workspace.Open(_root, usesOpenAt2);
        File.SetUnixFileMode(Path.Combine(_root, "a.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        workspace.Write("new/deep/er/b.txt", "b"u8);
        workspace.Write("a.txt", "changed"u8);

        Assert.Equal("b", File.ReadAllText(Path.Combine(_root, "new/deep/er/b.txt")));
        Assert.Equal("changed", File.ReadAllText(Path.Combine(_root, "a.txt")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_root, "a.txt")));
        Assert.DoesNotContain(workspace.List(".", isRecursive: true, most: 100), static entry => entry.Path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void Writing_onto_a_link_or_folder_is_refused_and_leaves_it()
    {
        using var workspace = Workspace.Open(_root);

        Assert.Equal("not_a_file", Assert.Throws<IsaaException>(() => workspace.Write("sub/in.txt", "x"u8)).Code);
        Assert.Equal("not_a_file", Assert.Throws<IsaaException>(() => workspace.Write("sub", "x"u8)).Code);
        Assert.Equal("inside", File.ReadAllText(Path.Combine(_root, "a.txt")));
    }

    [Fact]
    public void A_control_character_in_a_new_name_is_refused()
    {
        using var workspace = Workspace.Open(_root);

        Assert.Equal("path_invalid", Assert.Throws<IsaaException>(() => workspace.Write("a\u001b[31m.txt", "x"u8)).Code);
        Assert.Equal("path_invalid", Assert.Throws<IsaaException>(() => workspace.Write("a\0b", "x"u8)).Code);
        Assert.Equal("path_invalid", Assert.Throws<IsaaException>(() => workspace.Write(new string('n', 300), "x"u8)).Code);
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_a_writer()
    {
        using (var made = Process.Start("/usr/bin/mkfifo", [Path.Combine(_root, "pipe")]))
        {
            made.WaitForExit();
        }

        using var workspace = Workspace.Open(_root);

        Assert.Equal("not_a_file", Assert.Throws<IsaaException>(() => workspace.OpenRead("pipe")).Code);
        Assert.Equal("not_a_file", Assert.Throws<IsaaException>(() => workspace.OpenRead("sub")).Code);
        Assert.Equal(WorkspaceEntryKind.Special, workspace.Find("pipe")!.Kind);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Listing_shows_links_and_hidden_entries_and_never_enters_links(bool usesOpenAt2)
    {
        File.WriteAllText(Path.Combine(_root, ".hidden"), "");
        using var workspace = Workspace.Open(_root, usesOpenAt2);

        var entries = workspace.List(".", isRecursive: true, most: 100);

        Assert.Equal([".hidden", "a.txt", "absolute.txt", "loop", "out.txt", "outfolder", "sub", "sub/in.txt"], entries.Select(static entry => entry.Path));
        Assert.Equal("../secret.txt", entries.Single(static entry => entry.Path == "out.txt").LinkTarget);
        Assert.Equal(WorkspaceEntryKind.Link, entries.Single(static entry => entry.Path == "outfolder").Kind);
        Assert.Equal(3, workspace.List(".", isRecursive: true, most: 3).Count);
    }

    [Fact]
    public void Names_that_are_no_text_are_listed_in_an_escaped_form()
    {
        using (var made = Process.Start("/bin/sh", ["-c", "cd \"$1\" && touch \"$(printf 'bad\\377\\033x')\"", "sh", Path.Combine(_root, "sub")]))
        {
            made.WaitForExit();
        }

        using var workspace = Workspace.Open(_root);

        var names = workspace.List("sub", isRecursive: false, most: 100).Select(static entry => entry.Path).ToList();
        using (var removed = Process.Start("/bin/rm", ["-r", Path.Combine(_root, "sub")]))
        {
            removed.WaitForExit(); // the framework cannot name such files
        }

        Assert.Contains("sub/bad\\xFF\\x1Bx", names);
    }

    [Fact]
    public void A_folder_that_is_missing_or_no_folder_is_named_as_such()
    {
        Assert.Equal("folder_not_found", Assert.Throws<IsaaException>(() => Workspace.Open(_outer["nowhere"])).Code);
        Assert.Equal("folder_not_found", Assert.Throws<IsaaException>(() => Workspace.Open(_outer["secret.txt"])).Code);
    }

    [Fact]
    public void A_folder_closed_to_an_ordinary_user_is_named_as_such_and_nothing_is_closed_to_root()
    {
        File.SetUnixFileMode(Path.Combine(_root, "sub"), UnixFileMode.None);
        var error = Record.Exception(() => Workspace.Open(Path.Combine(_root, "sub")).Dispose()) as IsaaException;
        File.SetUnixFileMode(Path.Combine(_root, "sub"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Equal(Environment.IsPrivilegedProcess ? null : "folder_not_readable", error?.Code);
    }

    [Fact]
    public void A_file_larger_than_wanted_is_refused_with_its_size()
    {
        using var workspace = Workspace.Open(_root);

        var error = Assert.Throws<IsaaException>(() => workspace.ReadAll("a.txt", most: 5));

        Assert.Equal("file_too_large", error.Code);
        Assert.Contains("6 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_was_moved_is_still_the_same_folder()
    {
        using var workspace = Workspace.Open(_root);
        Directory.Move(_root, _outer["moved"]);
        Directory.CreateSymbolicLink(_root, "/etc");

        Assert.Equal("inside", TryRead(workspace, "a.txt"));
        Assert.Null(workspace.Find("passwd"));
    }

    [Fact]
    public void Deleting_removes_a_link_and_not_its_target()
    {
        using var workspace = Workspace.Open(_root);

        Assert.True(workspace.Delete("out.txt"));
        Assert.False(workspace.Delete("out.txt"));
        Assert.False(workspace.Delete("no/such/file"));
        Assert.True(File.Exists(_outer["secret.txt"]));
        Assert.Throws<IsaaException>(() => workspace.Delete("outfolder/secret.txt"));
    }

    private static string? TryRead(Workspace workspace, string path)
    {
        try
        {
            return Encoding.UTF8.GetString(workspace.ReadAll(path, 1000));
        }
        catch (IsaaException)
        {
            return null;
        }
    }
}
