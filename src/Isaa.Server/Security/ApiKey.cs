using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Server.Hosting;

namespace Isaa.Server.Security;

/// <summary>The secret a caller over the network shows. Compared in constant time; never written anywhere but into its own file.</summary>
public sealed class ApiKey
{
    /// <summary>The file's name in the home.</summary>
    public const string FileName = "api-key";

    private const string Prefix = "isaa_";
    private const int RandomBytes = 32;
    private const int ShortestText = 32;

    private readonly byte[] _hash;

    /// <summary>Wraps a key.</summary>
    /// <param name="text">The key.</param>
    public ApiKey(string text) => _hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the home's key; makes one of 256 random bits when there is none.</summary>
    /// <param name="home">The home.</param>
    /// <exception cref="IsaaException"><c>key_exposed</c> when others may read the file, <c>key_damaged</c> when it holds no key.</exception>
    public static string ReadOrCreate(IsaaHome home)
    {
        ArgumentNullException.ThrowIfNull(home);
        var file = home.File(FileName);
        var made = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        try
        {
            PrivateFile.Create(file, Encoding.ASCII.GetBytes(made + "\n"));
            return made;
        }
        catch (IOException) when (File.Exists(file))
        {
            return Read(file);
        }
    }

    /// <summary>Whether this is the key; takes the same time for every text of one length.</summary>
    /// <param name="text">What the caller showed.</param>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    /// <inheritdoc/>
    public override string ToString() => "(an API key)";

    private static string Read(string file)
    {
        if (PrivateFile.IsExposed(file))
        {
            throw new IsaaException("key_exposed", $"Other users may read the API key in {file}. Delete the file to have a new key made, or run: chmod 600 '{file}'");
        }

        var text = File.ReadAllText(file).Trim();
        return text.Length >= ShortestText
            ? text
            : throw new IsaaException("key_damaged", $"The file {file} does not hold an API key of at least {ShortestText} characters. Delete it to have a new one made.");
    }
}
