using Isaa.Functions;
using Isaa.Tests.Files;

namespace Isaa.Tests.Functions;

/// <summary>Compiled C# that outlives the program that had it compiled.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class CompiledFilesTests : IDisposable
{
    private const UnixFileMode OthersMay = (UnixFileMode)0b000_111_111;

    private static readonly FunctionDefinition Doubles = FunctionBed.Define(FunctionLanguage.CSharp, "static int work(int a) => a * 2;");

    private readonly TemporaryFolder _home = new();

    private string Folder => _home["compiled"];

    [Fact(Timeout = 120_000)]
    public async Task Another_program_does_not_compile_it_again_and_nobody_else_can_look()
    {
        await RunAsync(Doubles, 42);
        var file = Assert.Single(Directory.GetFiles(Folder));
        var written = File.GetLastWriteTimeUtc(file);

        await RunAsync(Doubles, 42, compilerWorks: false);

        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Folder))));
        Assert.Equal(UnixFileMode.None, (File.GetUnixFileMode(file) | File.GetUnixFileMode(Folder)) & OthersMay);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task A_file_with_a_changed_byte_is_not_used_but_replaced(int place)
    {
        await RunAsync(Doubles, 42);
        var file = Assert.Single(Directory.GetFiles(Folder));
        var right = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var changed = right.ToArray();
        changed[place < 0 ? ^1 : place] ^= 1;
        await File.WriteAllBytesAsync(file, changed, TestContext.Current.CancellationToken);

        await RunAsync(Doubles, 42);

        Assert.Equal(right.Length, new FileInfo(file).Length);
        Assert.NotEqual(changed, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Other_code_is_compiled_by_itself_and_code_that_is_wrong_is_not_kept()
    {
        await RunAsync(Doubles, 42);
        await RunAsync(Doubles with { Code = "static int work(int a) => a * 3;" }, 63);
        await using var bed = Bed();

        Assert.Equal(FunctionOutcome.Failed, (await bed.RunAsync(Doubles with { Code = "static int work(int a) => b;" }, """{"a":21}""")).Outcome);

        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public async Task The_oldest_go_when_there_are_too_many_bytes()
    {
        await RunAsync(Doubles, 42);
        var oldest = Assert.Single(Directory.GetFiles(Folder));

        // The least that can be asked for is a megabyte: the first file grows to nearly that.
        await File.WriteAllBytesAsync(oldest, new byte[(1 << 20) - 100], TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(oldest, DateTime.UnixEpoch);
        await RunAsync(Doubles with { Code = "static int work(int a) => a * 3;" }, 63);

        Assert.NotEqual(oldest, Assert.Single(Directory.GetFiles(Folder)));
    }

    public void Dispose() => _home.Dispose();

    private FunctionBed Bed() => new(null, functions: options => (options.CompiledFolder, options.CompiledBytes) = (Folder, 1 << 20));

    private async Task RunAsync(FunctionDefinition definition, int expected, bool compilerWorks = true)
    {
        await using var bed = Bed();
        var result = await bed.RunAsync(definition, """{"a":21}""");
        Assert.Equal((expected, null), (result.Output?.GetInt32(), result.Error));
        while (!compilerWorks && bed.Pool.WorkerCount > 0)
        {
            // A compiler would stand by for the next code; the process that ran the function ends.
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
