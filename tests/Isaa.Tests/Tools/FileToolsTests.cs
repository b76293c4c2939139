using System.Security.Cryptography;
using System.Text;

namespace Isaa.Tests.Tools;

public sealed class FileToolsTests : IDisposable
{
    private readonly ToolBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task A_file_is_written_with_its_folders_and_read_back()
    {
        var written = await _bed.TextAsync("write_file", new { path = "notes/a.txt", content = "grüße\n" });

        Assert.Contains("Wrote 8 bytes", written, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("grüße\n"))), written, StringComparison.Ordinal);
        Assert.Equal("grüße\n", await _bed.TextAsync("read_file", new { path = "notes/a.txt" }));
        Assert.Equal("grüße\n", await _bed.TextAsync("read_file_content", new { path = "/workspace/notes/a.txt" }));
    }

    [Fact]
    public async Task A_range_of_lines_is_read()
    {
        await File.WriteAllTextAsync(_bed.Folder["a.txt"], "one\ntwo\nthree\nfour", TestContext.Current.CancellationToken);

        Assert.Equal("two\nthree\n", await _bed.TextAsync("read_file", new { path = "a.txt", startLine = 2, endLine = 3 }));
        Assert.Equal("four", await _bed.TextAsync("read_file", new { path = "a.txt", startLine = 4 }));
        Assert.Contains("4 lines", await _bed.ErrorAsync("invalid_arguments", "read_file", new { path = "a.txt", startLine = 5 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_file_is_cut_and_can_be_read_on_to_its_end()
    {
        var whole = string.Concat(Enumerable.Range(1, 20_000).Select(static i => $"line {i}\n"));
        await File.WriteAllTextAsync(_bed.Folder["long.txt"], whole, TestContext.Current.CancellationToken);
        var read = new StringBuilder();
        var line = 1;
        for (var calls = 0; calls < 50; calls++)
        {
            var text = await _bed.TextAsync("read_file", new { path = "long.txt", startLine = line });
            var mark = text.IndexOf("\n[… cut here", StringComparison.Ordinal);
            _ = read.Append(mark < 0 ? text : text[..mark]);
            if (mark < 0)
            {
                break;
            }

            Assert.Contains("20,000 lines", text[mark..], StringComparison.Ordinal);
            line = int.Parse(text[(text.LastIndexOf("startLine=", StringComparison.Ordinal) + 10)..^3], System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.Equal(whole, read.ToString());
    }

    [Fact]
    public async Task A_line_longer_than_an_answer_can_be_read_on_inside()
    {
        await File.WriteAllTextAsync(_bed.Folder["line.txt"], new string('a', 40_000) + "END", TestContext.Current.CancellationToken);

        var first = await _bed.TextAsync("read_file", new { path = "line.txt" });
        var column = int.Parse(first[(first.LastIndexOf("startColumn=", StringComparison.Ordinal) + 12)..^3], System.Globalization.CultureInfo.InvariantCulture);
        var rest = await _bed.TextAsync("read_file", new { path = "line.txt", startLine = 1, startColumn = column });

        Assert.Equal(40_003, column - 1 + rest.Length);
        Assert.EndsWith("aEND", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_files_are_refused_with_kind_and_size()
    {
        await File.WriteAllBytesAsync(_bed.Folder["a.png"], [0x89, .. "PNG\r\n\u001a\n\0\0\0\r"u8], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_bed.Folder["noise"], [.. Enumerable.Range(0, 4096).Select(static i => (byte)(128 + i * 7 % 128))], TestContext.Current.CancellationToken);

        var image = await _bed.ErrorAsync("file_binary", "read_file", new { path = "a.png" });
        Assert.Contains("PNG image", image, StringComparison.Ordinal);
        Assert.Contains("12 bytes", image, StringComparison.Ordinal);
        await _bed.ErrorAsync("file_binary", "read_file", new { path = "noise" });
    }

    [Fact]
    public async Task A_huge_file_is_refused_without_reading_it()
    {
        using (var huge = File.Create(_bed.Folder["huge"]))
        {
            huge.SetLength(50L << 30);
        }

        Assert.Contains("53,687,091,200", await _bed.ErrorAsync("file_too_large", "read_file", new { path = "huge" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_in_other_encodings_and_with_single_bad_bytes_is_still_text()
    {
        await File.WriteAllTextAsync(_bed.Folder["wide.txt"], "größe", Encoding.Unicode, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_bed.Folder["latin.txt"], [.. "a long enough line with one bad byte: "u8, 0xe9], TestContext.Current.CancellationToken);

        Assert.Equal("größe", await _bed.TextAsync("read_file", new { path = "wide.txt" }));
        Assert.EndsWith("byte: \ufffd", await _bed.TextAsync("read_file", new { path = "latin.txt" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_replaced_when_it_occurs_exactly_once()
    {
        await File.WriteAllTextAsync(_bed.Folder["a.txt"], "one two two", TestContext.Current.CancellationToken);

        Assert.Contains("1 occurrence", await _bed.TextAsync("replace_in_file", new { path = "a.txt", oldText = "one", newText = "1" }), StringComparison.Ordinal);
        Assert.Contains("2 times", await _bed.ErrorAsync("text_not_unique", "replace_in_file", new { path = "a.txt", oldText = "two", newText = "2" }), StringComparison.Ordinal);
        Assert.Contains("2 occurrences", await _bed.TextAsync("replace_in_file", new { path = "a.txt", oldText = "two", newText = "2", replaceAll = true }), StringComparison.Ordinal);
        Assert.Equal("1 2 2", await File.ReadAllTextAsync(_bed.Folder["a.txt"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Text_that_is_not_there_says_where_its_first_line_is()
    {
        await File.WriteAllTextAsync(_bed.Folder["a.py"], "x = 1\n    return  x\n", TestContext.Current.CancellationToken);

        var error = await _bed.ErrorAsync("text_not_found", "replace_in_file", new { path = "a.py", oldText = "  x = 1\n  return x", newText = "" });

        Assert.Contains("line 1: x = 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replacing_keeps_windows_line_ends_and_bytes_that_are_no_text()
    {
        await File.WriteAllBytesAsync(_bed.Folder["a.txt"], [.. "a\r\nb\r\nlong enough text around one "u8, 0xe9], TestContext.Current.CancellationToken);

        await _bed.TextAsync("replace_in_file", new { path = "a.txt", oldText = "a\nb", newText = "c\nd" });

        Assert.Equal([.. "c\r\nd\r\nlong enough text around one "u8, 0xe9], await File.ReadAllBytesAsync(_bed.Folder["a.txt"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_is_listed_with_types_sizes_and_link_targets()
    {
        Directory.CreateDirectory(_bed.Folder["sub"]);
        await File.WriteAllTextAsync(_bed.Folder["sub/b.txt"], "12345", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_bed.Folder[".env"], "", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_bed.Folder["link"], "sub/b.txt");

        var flat = (await _bed.TextAsync("list_directory")).Split('\n');
        var deep = await _bed.TextAsync("list_directory", new { recursive = true });

        Assert.Equal(3, flat.Length);
        Assert.EndsWith(" .env", flat[0], StringComparison.Ordinal);
        Assert.EndsWith(" link -> sub/b.txt", flat[1], StringComparison.Ordinal);
        Assert.EndsWith(" sub/", flat[2], StringComparison.Ordinal);
        Assert.Matches(@"\nfile +5 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ sub/b\.txt", deep);
    }

    [Fact]
    public async Task A_long_list_is_cut_and_says_how_many_are_missing()
    {
        foreach (var i in Enumerable.Range(0, 20))
        {
            await File.WriteAllTextAsync(_bed.Folder[$"f{i:D2}"], "", TestContext.Current.CancellationToken);
        }

        var text = await _bed.TextAsync("list_directory", new { limit = 5 });

        Assert.Equal(6, text.Split('\n').Length);
        Assert.Contains("15 of 20 entries left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_tells_type_size_mode_target_and_hash()
    {
        await File.WriteAllTextAsync(_bed.Folder["a.txt"], "abc", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_bed.Folder["link"], "/etc/passwd");

        var file = await _bed.TextAsync("get_file_metadata", new { path = "a.txt", hash = true });

        Assert.Contains("type: file\nsize: 3\n", file, StringComparison.Ordinal);
        Assert.Contains("sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", file, StringComparison.Ordinal);
        Assert.Contains("type: link", await _bed.TextAsync("get_file_metadata", new { path = "link" }), StringComparison.Ordinal);
        await _bed.ErrorAsync("file_not_found", "get_file_metadata", new { path = "none" });
    }

    [Fact]
    public async Task A_run_without_a_folder_is_told_so()
    {
        _bed.Context = _bed.Context with { Workspace = null };

        await _bed.ErrorAsync("workspace_missing", "read_file", new { path = "a.txt" });
    }
}
